import type { RunRecord } from '@/api/models';
import type { Bilingual, Workspace } from '@/api/types';

/**
 * What a score means by churn: the definition that its model was trained under. Where the model is not known, as to those who may not
 * look at models, only the one definition that there is can be told; null: any of several.
 */
export function churnOf(
  model: Pick<RunRecord, 'churn'> | undefined,
  definitions: Workspace['definitions'],
): Bilingual | null {
  if (model !== undefined) return model.churn;
  const [only, ...others] = definitions;
  return only !== undefined && others.length === 0 ? only.sentence : null;
}
