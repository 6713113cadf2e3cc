import { EllipsisOutlined } from '@ant-design/icons';
import { Button, Tooltip } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MenuButton, type MenuEntry } from '@/components/MenuButton';
import { TrainDialog } from './TrainDialog';
import { useStart } from './useStart';

/** What can be done with models; what one may not do is disabled and says why. */
export function StartButtons() {
  const { t } = useTranslation('models');
  const { may, start } = useStart();
  const [training, setTraining] = useState(false);
  const entries: MenuEntry[] = (['score', 'watch', 'cycle'] as const).map((kind) => ({
    key: kind,
    label: t(`action.${kind}`),
    onChoose: () => start(kind),
    ...(!may && { disabledBecause: t('action.needs') }),
  }));
  return (
    <>
      <Tooltip title={may ? undefined : t('action.needs')}>
        <Button type="primary" disabled={!may} onClick={() => setTraining(true)}>
          {t('action.train')}
        </Button>
      </Tooltip>
      <MenuButton entries={entries} button={{ icon: <EllipsisOutlined />, 'aria-label': t('action.more') }} />
      {training && <TrainDialog onClose={() => setTraining(false)} />}
    </>
  );
}
