import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { setupQuery } from '@/app/session';
import { passwordRules } from './data';
import { Field } from './Field';
import { Rules } from './Rules';

/** A password that is chosen, twice. */
export interface Chosen {
  password: string;
  again: string;
}

interface Props {
  label: string;
  value: Chosen;
  onChange: (value: Chosen) => void;
  login?: string;
  current?: string;
}

/** Rules of passwords before the server has told its own. */
const BEFORE_TOLD = { min_length: 10, max_length: 1000 };

/** Two inputs for a new password and the rules that it has to keep. */
export function NewPassword({ label, value, onChange, login, current }: Props) {
  const { t } = useTranslation('signIn');
  const { data: setup } = useQuery(setupQuery);
  const rules = setup?.password_rules ?? BEFORE_TOLD;
  return (
    <>
      <Field
        label={label}
        value={value.password}
        onChange={(password) => onChange({ ...value, password })}
        autoComplete="new-password"
        secret
        required
      />
      <Field
        label={t('change.again')}
        value={value.again}
        onChange={(again) => onChange({ ...value, again })}
        autoComplete="new-password"
        secret
        required
        hint={<Rules rules={passwordRules({ ...value, login, current }, rules)} minLength={rules.min_length} />}
      />
    </>
  );
}

/** Whether all rules that can be checked here are kept. */
export function useKeepsRules(value: Chosen, login?: string, current?: string): boolean {
  const { data: setup } = useQuery(setupQuery);
  return passwordRules({ ...value, login, current }, setup?.password_rules ?? BEFORE_TOLD).every((rule) => rule.met);
}
