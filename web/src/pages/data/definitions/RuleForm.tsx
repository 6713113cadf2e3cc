import { InputNumber, Radio } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ChurnRule } from '@/api/data';
import { Field } from '@/components/Field';
import styles from '../data.module.css';
import { CountsForm } from './CountsForm';
import { countsOf, fieldsOf, KINDS, type Kind, looksAtEvents, ruleOf, typed, withNumber } from './data';

interface Props {
  rule: ChurnRule;
  disabled: boolean;
  onChange: (rule: ChurnRule) => void;
}

/** The kind of a rule, explained, and its numbers. */
export function RuleForm({ rule, disabled, onChange }: Props) {
  const { t } = useTranslation('data');
  return (
    <>
      <Radio.Group
        className={styles.choices}
        value={rule.kind}
        disabled={disabled}
        aria-label={t('definitions.chooseKind')}
        onChange={(event) => onChange(ruleOf(event.target.value as Kind, countsOf(rule)))}
      >
        {KINDS.map((kind) => (
          <Radio key={kind} value={kind} className={styles.choice}>
            <strong>{t(`definitions.kind.${kind}`)}</strong>
            <span className={styles.explain}>{t(`definitions.explain.${kind}`)}</span>
          </Radio>
        ))}
      </Radio.Group>
      {fieldsOf(rule.kind).length > 0 && (
        <div className={styles.form}>
          {fieldsOf(rule.kind).map((field) => (
            <Field
              key={field.key}
              label={t(`definitions.number.${field.key}`)}
              hint={t(`definitions.numberHint.${field.key}`)}
            >
              {(id) => (
                <InputNumber
                  id={id}
                  value={typed(rule, field)}
                  min={field.min}
                  max={field.max}
                  step={field.step}
                  disabled={disabled}
                  suffix={t(`definitions.unit.${field.key}`)}
                  onChange={(value) => value !== null && onChange(withNumber(rule, field, Number(value)))}
                />
              )}
            </Field>
          ))}
        </div>
      )}
      {looksAtEvents(rule.kind) && (
        <CountsForm
          counts={countsOf(rule)}
          disabled={disabled}
          onChange={(counts) => onChange({ ...rule, counts } as ChurnRule)}
        />
      )}
    </>
  );
}
