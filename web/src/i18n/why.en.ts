import type { Texts } from './texts';
import type { zh } from './why.zh';

export const en: Texts<typeof zh> = {
  title: 'What changed, and why',
  words: {
    segment: 'Segment',
    before: 'Before',
    after: 'After',
    share: 'Share of customers',
    rate: 'Own change',
    mix: 'Mix',
    total: 'Whole change',
    part: 'Part of change',
    rest: '{{count}} others',
  },
  by: 'By {{dimension}}',
  dimension: 'Split by',
  moved: {
    up: '{{name}} rose from {{before}} ({{from}}) to {{after}} ({{to}}): {{change}}.',
    down: '{{name}} fell from {{before}} ({{from}}) to {{after}} ({{to}}): {{change}}.',
    same: '{{name}} was {{after}} in both {{from}} and {{to}}.',
  },
  leader: '{{dimension}} “{{segment}}” moved it most: from {{before}} to {{after}} in itself, which is {{effect}}.',
  leaderAlone: '{{dimension}} “{{segment}}” moved it most: {{effect}}.',
  chance: 'That change is within what chance alone may do (95 %).',
  mixSmall: 'The mix of customers mattered little ({{mix}}).',
  mixLarge: 'The mix of customers (shifts between segments) is {{mix}} of it.',
  steps: 'From {{from}} to {{to}}: each step begins where the one before ends; they add up to the change.',
  unlike: 'One of the periods is not complete: they cannot be compared directly.',
  none: 'There is no dimension to split by, or the earlier period has no data.',
};
