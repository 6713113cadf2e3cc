import { expect, test } from 'vitest';
import { matches } from './matches';

const metric = {
  id: 'churn_rate_start',
  name: { zh: '流失率（期初）', en: 'Churn rate (of those at start)' },
  definition: { zh: '期初客户中在周期内流失过的比例', en: 'share of the customers at the start who were lost' },
};

test.each(['流失', 'churn', 'RATE start', '比例', 'lost customers', '', ' '])('%j is found', (search) =>
  expect(matches(metric, search)).toBe(true),
);

test.each(['留存', 'churn revenue'])('%j is not', (search) => expect(matches(metric, search)).toBe(false));
