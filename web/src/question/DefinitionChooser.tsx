import { DownOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { useGet } from '@/api/use';
import { MenuButton } from '@/components/MenuButton';
import { usePick } from '@/i18n/useLang';
import styles from './question.module.css';

interface Props {
  /** Absent: the default of the workspace. */
  value: string | undefined;
  onChange: (definition: string | undefined) => void;
}

/** What churn means, in words; another meaning can be chosen. */
export function DefinitionChooser({ value, onChange }: Props) {
  const { t } = useTranslation();
  const pick = usePick();
  const { data: workspace } = useGet('/workspace');
  const definitions = workspace?.definitions ?? [];
  const inForce = definitions.find((one) => (value === undefined ? one.default : one.id === value));
  if (inForce === undefined) return null;
  const words = (
    <span className={styles.sentence}>
      {t('definition.churn')}
      {t('list.colon')}
      {pick(inForce.sentence)}
    </span>
  );
  if (definitions.length === 1) return words;
  return (
    <MenuButton
      placement="bottomLeft"
      button={{
        type: 'text',
        size: 'small',
        className: styles.chooser,
        children: words,
        icon: <DownOutlined />,
        iconPlacement: 'end',
      }}
      entries={definitions.map((one) => ({
        key: one.id,
        label: pick(one.sentence),
        chosen: one.id === inForce.id,
        onChoose: () => onChange(one.default ? undefined : one.id),
      }))}
    />
  );
}
