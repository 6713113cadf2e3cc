import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Alert, Button, Segmented } from 'antd';
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { write } from '@/api/client';
import { keepSession } from '@/api/csrf';
import { problemFrom } from '@/api/problem';
import type { Problem } from '@/api/types';
import { sessionQuery, setupQuery } from '@/app/session';
import { ProblemAlert } from '@/components/ProblemAlert';
import { addTexts, setLang } from '@/i18n/setup';
import { en } from '@/i18n/signIn.en';
import { zh } from '@/i18n/signIn.zh';
import { useLang } from '@/i18n/useLang';
import { Field } from './Field';
import { Frame } from './Frame';
import { NewPassword, useKeepsRules } from './NewPassword';
import styles from './signIn.module.css';

addTexts('signIn', zh, en);

export default function SetupPage() {
  const [made, setMade] = useState(false);
  return made ? <Next /> : <FirstAdministrator onMade={() => setMade(true)} />;
}

function FirstAdministrator({ onMade }: { onMade: () => void }) {
  const { t } = useTranslation(['signIn', 'common']);
  const lang = useLang();
  const client = useQueryClient();
  const [who, setWho] = useState({ name: '', login: '' });
  const [chosen, setChosen] = useState({ password: '', again: '' });
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const keeps = useKeepsRules(chosen, who.login);
  useLeaveWhenDone();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      const me = await write('POST /setup', { ...who, password: chosen.password, lang });
      keepSession(me);
      onMade();
      client.setQueryData(sessionQuery.queryKey, me);
      await client.invalidateQueries({ queryKey: setupQuery.queryKey });
    } catch (error) {
      setProblem(problemFrom(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Frame title={t('setup.title')} lead={t('setup.lead')}>
      <Segmented
        aria-label={t('setup.lang')}
        value={lang}
        onChange={setLang}
        options={(['zh', 'en'] as const).map((value) => ({ value, label: t(`common:lang.${value}`) }))}
      />
      <form className={styles.form} onSubmit={(event) => void submit(event)}>
        <Field
          label={t('setup.name')}
          value={who.name}
          onChange={(name) => setWho({ ...who, name })}
          autoComplete="name"
          required
          autoFocus
        />
        <Field
          label={t('setup.login')}
          hint={t('setup.loginHint')}
          value={who.login}
          onChange={(login) => setWho({ ...who, login: login.trim() })}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
        />
        <NewPassword label={t('password')} value={chosen} onChange={setChosen} login={who.login} />
        {problem && <ProblemAlert problem={problem} />}
        <Button
          type="primary"
          htmlType="submit"
          size="large"
          block
          loading={busy}
          disabled={!keeps || who.login === '' || who.name.trim() === ''}
        >
          {t('setup.submit')}
        </Button>
      </form>
    </Frame>
  );
}

/** Once there is an administrator, this page is no longer for anybody. */
function useLeaveWhenDone(): void {
  const navigate = useNavigate();
  const { data: setup } = useQuery({ ...setupQuery, staleTime: 0 });
  useEffect(() => {
    if (setup?.needed === false) void navigate({ to: '/', replace: true });
  }, [setup, navigate]);
}

function Next() {
  const { t } = useTranslation('signIn');
  return (
    <Frame title={t('setup.done')} lead={t('setup.doneHint')}>
      <div className={styles.form}>
        <Link to="/data" className={styles.choice}>
          <strong>{t('setup.upload')}</strong>
          <span className={styles.hint}>{t('setup.uploadHint')}</span>
        </Link>
        <Link to="/overview" className={styles.choice}>
          <strong>{t('setup.look')}</strong>
          <span className={styles.hint}>{t('setup.lookHint')}</span>
        </Link>
        <Alert type="info" showIcon title={t('setup.separate')} />
      </div>
    </Frame>
  );
}
