import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Navigate, useNavigate, useRouter } from '@tanstack/react-router';
import { Alert, Button } from 'antd';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { write } from '@/api/client';
import { problemFrom } from '@/api/problem';
import type { Me, Problem } from '@/api/types';
import { firstPage } from '@/app/firstPage';
import { sessionQuery } from '@/app/session';
import { LoadingSkeleton } from '@/components/LoadingSkeleton';
import { ProblemAlert } from '@/components/ProblemAlert';
import { useToast } from '@/components/Toast';
import { addTexts } from '@/i18n/setup';
import { en } from '@/i18n/signIn.en';
import { zh } from '@/i18n/signIn.zh';
import { Field } from './Field';
import { Frame } from './Frame';
import { NewPassword, useKeepsRules } from './NewPassword';
import styles from './signIn.module.css';

addTexts('signIn', zh, en);

export default function PasswordPage() {
  const { data: me, isPending } = useQuery(sessionQuery);
  if (isPending) return <LoadingSkeleton />;
  if (!me) return <Navigate to="/sign-in" search={{ to: '/password' }} />;
  return <ChangePassword me={me} />;
}

function ChangePassword({ me }: { me: Me }) {
  const { t } = useTranslation('signIn');
  const client = useQueryClient();
  const navigate = useNavigate();
  const router = useRouter();
  const toast = useToast();
  const [current, setCurrent] = useState('');
  const [chosen, setChosen] = useState({ password: '', again: '' });
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const keeps = useKeepsRules(chosen, me.user.login, current);
  const must = me.user.must_change_password;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    try {
      await write('POST /me/password', { current, new: chosen.password });
      await client.refetchQueries({ queryKey: sessionQuery.queryKey });
      toast.done(t('change.done'));
      // Until now a temporary password may have allowed nothing.
      const now = client.getQueryData(sessionQuery.queryKey);
      await navigate({ to: firstPage(now?.permissions ?? []) });
    } catch (error) {
      setProblem(problemFrom(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Frame title={t('change.title')}>
      {must && <Alert type="info" showIcon title={t('change.must')} />}
      <form className={styles.form} onSubmit={(event) => void submit(event)}>
        <input type="text" name="username" autoComplete="username" value={me.user.login} readOnly hidden />
        <Field
          label={t('change.current')}
          value={current}
          onChange={setCurrent}
          autoComplete="current-password"
          secret
          required
          autoFocus
        />
        <NewPassword
          label={t('change.next')}
          value={chosen}
          onChange={setChosen}
          login={me.user.login}
          current={current}
        />
        {problem && <ProblemAlert problem={problem} />}
        <Button type="primary" htmlType="submit" size="large" block loading={busy} disabled={!keeps || current === ''}>
          {t('change.submit')}
        </Button>
        {!must && (
          <Button type="link" onClick={() => router.history.back()}>
            {t('change.back')}
          </Button>
        )}
      </form>
    </Frame>
  );
}
