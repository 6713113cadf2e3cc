import { LinkOutlined, SaveOutlined } from '@ant-design/icons';
import { Button, Space } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SavedQuestion } from '@/api/documents';
import { useMay } from '@/app/session';
import { ConflictDialog } from '../documents/ConflictDialog';
import { NameDialog } from '../documents/NameDialog';
import { useCopyLink } from '../documents/useCopyLink';
import styles from '../explore.module.css';
import type { ExploreSearch, View } from '../search';
import { isChanged } from './defaults';
import { useSaveQuestion } from './useSaveQuestion';

interface Props {
  search: ExploreSearch & { view: View };
  saved: SavedQuestion | undefined;
}

/** Saves the question, or what was changed about it, and gives its address away. */
export function SaveButtons({ search, saved }: Props) {
  const { t } = useTranslation('explore');
  const may = useMay('edit_questions');
  const copyLink = useCopyLink();
  const [naming, setNaming] = useState(false);
  const { create, update, overwrite, takeTheirs, conflict, setConflict, busy } = useSaveQuestion(search, saved);
  const changed = saved !== undefined && isChanged(search, saved);
  const mine = saved?.own === true;
  const title = may ? undefined : t('save.needs');
  return (
    <div className={styles.saves}>
      {saved && (
        <span className={styles.savedAs}>
          {saved.title}
          <small className="muted">{t(changed ? 'save.changed' : 'save.unchanged', { version: saved.version })}</small>
        </span>
      )}
      <Space.Compact>
        {saved && mine && (
          <Button icon={<SaveOutlined />} disabled={!may || !changed} title={title} loading={busy} onClick={update}>
            {t('save.save')}
          </Button>
        )}
        <Button
          icon={saved && mine ? undefined : <SaveOutlined />}
          disabled={!may}
          title={title}
          onClick={() => setNaming(true)}
        >
          {t(saved ? 'save.copy' : 'save.asQuestion')}
        </Button>
      </Space.Compact>
      <Button icon={<LinkOutlined />} onClick={() => void copyLink()}>
        {t('share.copy')}
      </Button>
      {naming && (
        <NameDialog
          heading={t('save.asQuestion')}
          title={saved?.title}
          busy={busy}
          onClose={() => setNaming(false)}
          onSave={(named) => create(named, () => setNaming(false))}
        />
      )}
      {conflict && saved && (
        <ConflictDialog
          title={saved.title}
          busy={busy}
          onTheirs={takeTheirs}
          onMine={overwrite}
          onCopy={() => {
            setConflict(false);
            setNaming(true);
          }}
          onClose={() => setConflict(false)}
        />
      )}
    </div>
  );
}
