import { LIGHT } from '@/app/palette';
import type { Look } from './look';

/** A Chinese reader in the light, for tests. */
export const LOOK: Look = {
  palette: LIGHT,
  style: { lang: 'zh', units: 'wan' },
  words: {
    partial: '未完',
    interval: '95% 区间',
    status: { complete: '完整', partial: '未完', not_due: '未到期', before_data: '早于数据' },
    period: '周期',
    unknown: '（未知）',
  },
};
