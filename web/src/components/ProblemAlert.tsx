import { Alert } from 'antd';
import { sentenceOf } from '@/api/problem';
import type { Problem } from '@/api/types';
import { usePick } from '@/i18n/useLang';

/** What is wrong and what to do. */
export function ProblemAlert({ problem }: { problem: Problem }) {
  const pick = usePick();
  const fields = (problem.errors ?? []).map((error) =>
    typeof error.problem === 'string' ? error.problem : pick(error.problem),
  );
  const more = [...fields, pick(problem.remedy)].filter(Boolean).join(' ');
  return <Alert type="error" showIcon title={pick(sentenceOf(problem))} description={more || undefined} />;
}
