import { Alert, Checkbox, Input } from 'antd';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { NewUser } from '@/api/people';
import type { Role } from '@/api/types';
import { ROLES, rolesProblem } from '../data';
import styles from '../settings.module.css';
import { RowsEditor } from './RowsEditor';

/** A user that is being made or changed. */
export type Draft = NewUser;

interface Props {
  draft: Draft;
  onChange: (draft: Draft) => void;
  withLogin?: boolean;
}

/** Name, roles and rows. */
export function UserFields({ draft, onChange, withLogin = false }: Props) {
  const { t } = useTranslation(['settings', 'common']);
  const id = useId();
  const problem = rolesProblem(draft.roles);
  const toggle = (role: Role, has: boolean) => {
    const roles = ROLES.filter((each) => (each === role ? has : draft.roles.includes(each)));
    onChange({ ...draft, roles });
  };
  return (
    <>
      <div className={styles.field}>
        <label htmlFor={`${id}-name`}>{t('users.name')}</label>
        <Input
          id={`${id}-name`}
          value={draft.name}
          maxLength={100}
          onChange={(event) => onChange({ ...draft, name: event.target.value })}
        />
      </div>
      {withLogin && (
        <div className={styles.field}>
          <label htmlFor={`${id}-login`}>{t('users.login')}</label>
          <Input
            id={`${id}-login`}
            value={draft.login}
            autoCapitalize="none"
            autoComplete="off"
            spellCheck={false}
            maxLength={100}
            onChange={(event) => onChange({ ...draft, login: event.target.value.trim() })}
          />
        </div>
      )}
      <fieldset className={styles.field}>
        <legend>{t('users.roles')}</legend>
        {ROLES.map((role) => (
          <Checkbox
            key={role}
            checked={draft.roles.includes(role)}
            onChange={(event) => toggle(role, event.target.checked)}
          >
            {t(`common:role.${role}`)} <span className={styles.small}>{t(`users.roleHint.${role}`)}</span>
          </Checkbox>
        ))}
        {problem && (
          <Alert type={problem === 'mixed' ? 'warning' : 'error'} showIcon title={t(`users.problem.${problem}`)} />
        )}
      </fieldset>
      <RowsEditor
        rows={draft.rows}
        onChange={(rows) => onChange({ ...draft, rows })}
        agent={draft.roles.includes('agent')}
      />
    </>
  );
}
