import { PlusOutlined } from '@ant-design/icons';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Definitions } from '@/api/data';
import { useGet } from '@/api/use';
import { useMay } from '@/app/session';
import { EmptyState } from '@/components/EmptyState';
import { Answered } from '../Answered';
import styles from '../data.module.css';
import { DefinitionCard } from './DefinitionCard';
import { DefinitionEditor } from './DefinitionEditor';
import { useSave } from './useSave';

/** The address of a definition that is not kept yet. */
const NEW = 'new';

/** What churn means here: definitions side by side, and what another one would say before it is kept. */
export default function DefinitionsSection() {
  const query = useGet('/definitions');
  return <Answered query={query}>{(definitions) => <Lists definitions={definitions} />}</Answered>;
}

function Lists({ definitions }: { definitions: Definitions }) {
  const { t } = useTranslation('data');
  const { t: common } = useTranslation();
  const { definition } = useSearch({ from: '/shell/data/$section' });
  const navigate = useNavigate();
  const may = useMay('manage_data');
  const saving = useSave(definitions);
  const edited = definitions.items.find((item) => item.id === definition);
  const open = (id: string | undefined) =>
    void navigate({ to: '/data/$section', params: { section: 'definitions' }, search: { definition: id } });
  const editing = definition === NEW || edited !== undefined;
  return (
    <div className={styles.stack}>
      {saving.conflict && (
        <Alert
          type="warning"
          showIcon
          role="alert"
          title={t('definitions.conflict')}
          description={t('definitions.conflictHint')}
          action={<Button onClick={saving.reload}>{t('definitions.reload')}</Button>}
        />
      )}
      {definitions.items.length === 0 && !editing && (
        <EmptyState title={t('definitions.none')} hint={t('definitions.noneHint')} />
      )}
      <ul className={styles.cards}>
        {definitions.items.map((item) => (
          <DefinitionCard
            key={item.id}
            definition={item}
            chosen={item.id === definition}
            alone={definitions.items.length === 1}
            disabled={!may || saving.pending}
            onEdit={() => open(item.id)}
            onDefault={() => saving.makeDefault(item.id)}
            onDelete={() => saving.remove(item.id, () => open(undefined))}
          />
        ))}
      </ul>
      {!editing && (
        <div className={styles.actions}>
          <Button
            icon={<PlusOutlined />}
            disabled={!may}
            title={may ? undefined : common('state.noPermissionHint', { permission: common('permission.manage_data') })}
            onClick={() => open(NEW)}
          >
            {t('definitions.new')}
          </Button>
        </div>
      )}
      {editing && (
        <DefinitionEditor
          key={definition}
          definition={edited}
          taken={definitions.items.map((item) => item.id)}
          disabled={!may}
          saving={saving.pending}
          onSave={(id, rule) => saving.put(edited?.id, id, rule, () => open(undefined))}
          onClose={() => open(undefined)}
        />
      )}
    </div>
  );
}
