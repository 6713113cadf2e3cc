import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { Field } from '@/components/Field';
import { condition, readCondition } from '@/question/question';
import { useDimensions } from '@/question/useDimensions';
import styles from '../explore.module.css';

interface Props {
  where: readonly string[];
  onChange: (where: string[]) => void;
}

/** Which customers alone are counted: a value, at most, of each dimension. */
export function ConditionFields({ where, onChange }: Props) {
  const { t } = useTranslation('explore');
  const { dimensions, labelOf, textOf } = useDimensions();
  if (dimensions.length === 0) return null;
  return (
    <fieldset className={styles.conditions}>
      <legend>{t('builder.where')}</legend>
      {dimensions.map((dimension) => {
        const others = where.filter((one) => readCondition(one).dimension !== dimension.id);
        const set = where.find((one) => readCondition(one).dimension === dimension.id);
        return (
          <Field key={dimension.id} label={labelOf(dimension.id)}>
            {(id) => (
              <Select
                id={id}
                allowClear
                showSearch={{ optionFilterProp: 'label' }}
                value={set}
                placeholder={t('builder.all')}
                onChange={(next: string | undefined) => onChange(next === undefined ? others : [...others, next])}
                options={dimension.values.map((value) => ({
                  value: condition(dimension.id, value),
                  label: textOf(value),
                }))}
              />
            )}
          </Field>
        );
      })}
    </fieldset>
  );
}
