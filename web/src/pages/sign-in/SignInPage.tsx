import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useRouter, useSearch } from '@tanstack/react-router';
import { Alert, Button } from 'antd';
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { API, write } from '@/api/client';
import { keepSession } from '@/api/csrf';
import { problemFrom } from '@/api/problem';
import { firstPage } from '@/app/firstPage';
import { forget } from '@/app/followSession';
import { sessionQuery, setupQuery } from '@/app/session';
import { ProblemAlert } from '@/components/ProblemAlert';
import { duration } from '@/format/time';
import { addTexts } from '@/i18n/setup';
import { en } from '@/i18n/signIn.en';
import { zh } from '@/i18n/signIn.zh';
import { useLang } from '@/i18n/useLang';
import { AT_THE_DOOR, afterRefusal, providerProblem, waitSeconds } from './data';
import { Field } from './Field';
import { Frame } from './Frame';
import styles from './signIn.module.css';

addTexts('signIn', zh, en);

export default function SignInPage() {
  const { t } = useTranslation('signIn');
  const lang = useLang();
  const { ended, problem, to } = useSearch({ from: '/sign-in' });
  const { data: setup } = useQuery(setupQuery);
  const { state, busy, wait, submit, back } = useSignIn();
  const [typed, setTyped] = useState({ login: '', password: '', code: '' });
  const asksCode = state.step === 'code';
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void submit(asksCode ? typed : { login: typed.login, password: typed.password });
  };
  return (
    <Frame title={t('title')} lead={t('lead')}>
      {ended && <Alert type="info" showIcon title={t('ended')} />}
      {problem && <Alert type="error" showIcon title={t(`oidcFailed.${providerProblem(problem)}`)} />}
      <form className={styles.form} onSubmit={onSubmit}>
        {asksCode ? (
          <Field
            key="code"
            label={t('code')}
            hint={t('codeHint')}
            value={typed.code}
            onChange={(code) => setTyped({ ...typed, code: code.trim() })}
            autoComplete="one-time-code"
            inputMode="text"
            autoFocus
            required
          />
        ) : (
          <>
            <Field
              label={t('login')}
              value={typed.login}
              onChange={(login) => setTyped({ ...typed, login: login.trim() })}
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              autoFocus
              required
            />
            <Field
              label={t('password')}
              value={typed.password}
              onChange={(password) => setTyped({ ...typed, password })}
              autoComplete="current-password"
              secret
              required
            />
          </>
        )}
        <div aria-live="assertive">
          {wait > 0 && state.lockedWhy && (
            <Alert type="warning" showIcon title={t(state.lockedWhy, { left: duration(wait, lang) })} />
          )}
          {wait === 0 && state.problem && <ProblemAlert problem={state.problem} />}
        </div>
        <Button type="primary" htmlType="submit" size="large" block loading={busy} disabled={wait > 0}>
          {t(asksCode ? 'codeSubmit' : 'submit')}
        </Button>
        {asksCode && (
          <Button type="link" onClick={back}>
            {t('otherAccount')}
          </Button>
        )}
      </form>
      {setup?.oidc?.enabled && !asksCode && (
        <>
          <div className={styles.or}>{t('or')}</div>
          <Button size="large" block href={`${API}/oidc/start${to ? `?return_to=${encodeURIComponent(to)}` : ''}`}>
            {t('oidc', { label: setup.oidc.label })}
          </Button>
        </>
      )}
    </Frame>
  );
}

/** The way in: tries, waits while locked, and leads to where somebody wanted to go. */
function useSignIn() {
  const client = useQueryClient();
  const router = useRouter();
  const navigate = useNavigate();
  const { to } = useSearch({ from: '/sign-in' });
  const [state, setState] = useState(AT_THE_DOOR);
  const [busy, setBusy] = useState(false);
  const [now, setNow] = useState(() => Date.now());
  const wait = waitSeconds(state, now);
  useEffect(() => {
    if (wait === 0) return;
    const timer = setTimeout(() => setNow(Date.now()), 1000);
    return () => clearTimeout(timer);
  });
  const submit = async (typed: { login: string; password: string; code?: string }) => {
    setBusy(true);
    try {
      const me = await write('POST /session', typed);
      keepSession(me);
      // Somebody may have gone back to this page from pages that are still theirs.
      forget(client);
      client.setQueryData(sessionQuery.queryKey, me);
      if (to === undefined) await navigate({ to: firstPage(me.permissions) });
      else router.history.push(to);
    } catch (error) {
      const at = Date.now();
      setNow(at);
      setState((before) => afterRefusal(before, problemFrom(error), at));
    } finally {
      setBusy(false);
    }
  };
  return { state, busy, wait, submit, back: () => setState(AT_THE_DOOR) };
}
