import type { zh } from './overview.zh';
import type { Texts } from './texts';

export const en: Texts<typeof zh> = {
  title: 'Overview',
  tiles: 'Figures of the period',
  spark: '{{name}} over the last {{n}} periods',
  explore: 'Open in Explore',
  customers: 'See customers',
  grain: { label: 'Length of periods', day: 'Day', week: 'Week', month: 'Month', quarter: 'Quarter', year: 'Year' },
  period: { earlier: 'Earlier period', later: 'Later period' },
  delta: { previous: 'vs previous', last_year: 'vs last year', unlike: '(not complete)' },
  trend: {
    title: 'Churn rate by period',
    caption:
      'Complete periods: lowest {{low}}, highest {{high}} ({{period}}). The band is the 95 % interval; hatched periods are not complete.',
    none: 'No period is complete yet.',
  },
  lifecycle: {
    title: 'Customers who came and went',
    new: 'New',
    kept: 'Kept',
    returned: 'Returned',
    lost: 'Lost',
    net: 'Net',
    caption: '{{period}}: {{new}} new, {{returned}} returned, {{lost}} lost; {{net}} net.',
    none: 'No period is complete yet.',
    movesOnly: 'Movements only',
    withKept: 'With kept',
  },
  warnings: {
    title: 'Churn warnings',
    hint: 'Scored as of {{day}}, the next {{days}} days',
    expected: '{{n}} customers expected to be lost',
    ground: {
      meaning: 'Definition',
      formula: 'The sum over customers of their probability of leaving times their value',
      customers: 'Customers whose value is known / customers scored',
      model: 'Model',
      asOf: 'Scored as of',
    },
    partly: 'The amount is of the {{n}} customers whose value is known.',
    atRisk: 'Value at risk',
    red: 'Red',
    orange: 'Orange',
    yellow: 'Yellow',
    none: 'No warning',
    noneHint: 'Once a model is trained and customers are scored, this shows who may leave and what is at stake.',
    train: 'Train a model',
  },
  first: {
    title: 'Begin with your data',
    lead: 'Import customers and their purchases, visits or subscriptions. Minutes later this page shows the churn rate, why it changed, and who is at risk.',
    upload: 'Import data',
    uploadHint: 'CSV or Excel, GBK and UTF-8 alike, with a preview of every column before anything is imported.',
    define: 'Define churn',
    defineHint:
      'After how long without a purchase is somebody lost? See the rate under each definition before you save.',
    see: 'See results',
    seeHint: 'Churn rate, changes and their reasons, warnings: every number opens its ground.',
    begin: 'Import data',
    ask: 'Ask a colleague with the permission “manage data” to import data.',
  },
};
