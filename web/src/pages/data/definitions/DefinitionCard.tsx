import { Button, Popconfirm } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Definition } from '@/api/data';
import { usePick } from '@/i18n/useLang';
import styles from '../data.module.css';

interface Props {
  definition: Definition;
  chosen: boolean;
  /** It is the only one. */
  alone: boolean;
  disabled: boolean;
  onEdit: () => void;
  onDefault: () => void;
  onDelete: () => void;
}

/** A definition in a sentence, and what may be done with it. */
export function DefinitionCard({ definition, chosen, alone, disabled, onEdit, onDefault, onDelete }: Props) {
  const { t } = useTranslation('data');
  const { t: common } = useTranslation();
  const pick = usePick();
  return (
    <li className={styles.card} data-chosen={chosen}>
      <div className={styles.cardHead}>
        <h2>{definition.id}</h2>
        {definition.default && <span className={styles.mark}>{t('definitions.default')}</span>}
      </div>
      <p className={styles.note}>{t(`definitions.kind.${definition.rule.kind}`)}</p>
      <p className={styles.sentence}>{pick(definition.sentence)}</p>
      <div className={styles.actions}>
        <Button size="small" onClick={onEdit} aria-label={`${common('action.edit')}: ${definition.id}`}>
          {common('action.edit')}
        </Button>
        {!definition.default && (
          <Button size="small" disabled={disabled} onClick={onDefault}>
            {t('definitions.makeDefault')}
          </Button>
        )}
        <Popconfirm
          title={t('definitions.deleteSure', { id: definition.id })}
          description={definition.default ? t('definitions.deleteDefault') : undefined}
          okButtonProps={{ danger: true }}
          onConfirm={onDelete}
        >
          <Button
            size="small"
            type="text"
            danger
            disabled={disabled || alone}
            title={alone ? t('definitions.last') : undefined}
          >
            {common('action.delete')}
          </Button>
        </Popconfirm>
      </div>
    </li>
  );
}
