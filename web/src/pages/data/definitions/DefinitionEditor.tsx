import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChurnRule, Definition } from '@/api/data';
import { Field } from '@/components/Field';
import { Panel } from '@/components/Panel';
import styles from '../data.module.css';
import { faultOf, freeName, isDefinitionName, ruleOf } from './data';
import { RuleForm } from './RuleForm';
import { TrialView } from './TrialView';

interface Props {
  /** Undefined: a new one. */
  definition: Definition | undefined;
  taken: string[];
  disabled: boolean;
  saving: boolean;
  onSave: (id: string, rule: ChurnRule) => void;
  onClose: () => void;
}

/** Changes a rule, and shows the rate under it beside the present one before anything is kept. */
export function DefinitionEditor({ definition, taken, disabled, saving, onSave, onClose }: Props) {
  const { t } = useTranslation('data');
  const { t: common } = useTranslation();
  const [rule, setRule] = useState<ChurnRule>(definition?.rule ?? ruleOf('inactivity'));
  const [id, setId] = useState(() => definition?.id ?? freeName('inactivity', taken));
  const [named, setNamed] = useState(definition !== undefined);
  const clash = taken.includes(id) && id !== definition?.id;
  const good = isDefinitionName(id) && !clash;
  const fault = faultOf(rule);
  const change = (next: ChurnRule) => {
    if (!named && next.kind !== rule.kind) setId(freeName(next.kind, taken));
    setRule(next);
  };
  return (
    <Panel
      title={definition ? t('definitions.edit', { id: definition.id }) : t('definitions.new')}
      actions={
        <>
          <Button onClick={onClose}>{common('action.cancel')}</Button>
          <Button
            type="primary"
            disabled={disabled || !good || fault !== null}
            loading={saving}
            onClick={() => onSave(id, rule)}
          >
            {common('action.save')}
          </Button>
        </>
      }
    >
      <div className={styles.stack}>
        <div className={styles.name}>
          <Field
            label={t('definitions.name')}
            hint={t(clash ? 'definitions.taken' : 'definitions.nameRule')}
            wrong={!good}
          >
            {(input) => (
              <Input
                id={input}
                value={id}
                disabled={disabled}
                maxLength={64}
                status={good ? undefined : 'error'}
                aria-invalid={!good}
                onChange={(event) => {
                  setNamed(true);
                  setId(event.target.value);
                }}
              />
            )}
          </Field>
        </div>
        <RuleForm rule={rule} disabled={disabled} onChange={change} />
        {fault !== null ? (
          <p role="alert" className={styles.bad}>
            {t(`definitions.fault.${fault}`)}
          </p>
        ) : (
          !disabled && <TrialView rule={rule} />
        )}
      </div>
    </Panel>
  );
}
