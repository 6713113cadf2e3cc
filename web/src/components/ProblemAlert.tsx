import { Alert } from 'antd';
import type { Problem } from '@/api/types';
import { usePick } from '@/i18n/useLang';

/** What is wrong and what to do. */
export function ProblemAlert({ problem }: { problem: Problem }) {
  const pick = usePick();
  const fields = (problem.errors ?? []).map((error) => pick(error.problem));
  const more = [...fields, pick(problem.remedy)].filter(Boolean).join(' ');
  return <Alert type="error" showIcon title={pick(problem.problem)} description={more || undefined} />;
}
