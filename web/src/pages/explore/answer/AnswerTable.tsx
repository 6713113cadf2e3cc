import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Compare, MetricRow, MetricTable } from '@/api/metric';
import { periodText } from '@/charts/look';
import { useLook } from '@/charts/useLook';
import { type Column, DataTable } from '@/components/DataTable';
import { DefinitionPopover } from '@/components/DefinitionPopover';
import { Panel } from '@/components/Panel';
import { UNKNOWN } from '@/format/number';
import { compared, denominatorText, numeratorText, value } from '@/format/value';
import { usePick } from '@/i18n/useLang';
import { useDimensions } from '@/question/useDimensions';
import type { AnswerProps } from './Answer';

/** Pixels of an amount in full, and of a difference that is said not to be of complete periods. */
const AMOUNT_WIDTH = 150;
const COMPARED_WIDTH = 200;

/** Every row of an answer with its ground: numerator, denominator, interval, comparisons. */
export function AnswerTable({ table, title, height = 520, actions }: AnswerProps) {
  const { t } = useTranslation('explore');
  const columns = useColumns(table);
  return (
    <Panel title={title} actions={actions} flush>
      <DataTable
        columns={columns}
        rows={table.rows}
        keyOf={(_, index) => index}
        caption={`${title}. ${t('answer.rows', { n: table.rows.length })}`}
        height={height}
      />
    </Panel>
  );
}

function useColumns(table: MetricTable): Column<MetricRow>[] {
  const { t } = useTranslation('explore');
  const pick = usePick();
  const look = useLook();
  const { labelOf, textOf } = useDimensions();
  const { metric, currency, churn, freshness, sql } = table;
  const write = (number: number | null) => value(number, metric.unit, look.style, currency);
  const asked: Compare[] = table.rows[0]?.comparisons.map((one) => one.with) ?? [];
  const column = (
    key: string,
    title: string,
    cell: (row: MetricRow) => ReactNode,
    width?: number,
  ): Column<MetricRow> => ({
    key,
    title,
    cell,
    width,
    numeric: width !== undefined && key !== 'period',
  });
  return [
    column('period', look.words.period, (row) => periodText(row.period.label, row.period.status, look), 132),
    ...table.dims.map((dim, index) => column(`dim-${dim}`, labelOf(dim), (row) => textOf(row.dims[index] ?? null))),
    ...table.keys.map((key, index) =>
      column(`key-${key}`, keyName(key, t), (row) => String(row.keys[index] ?? UNKNOWN)),
    ),
    column(
      'value',
      pick(metric.name),
      (row) => (
        <DefinitionPopover
          ground={{
            metric,
            churn,
            numerator: row.numerator,
            denominator: row.denominator,
            interval: row.interval,
            currency,
            freshness,
            sql,
          }}
        >
          {write(row.value)}
        </DefinitionPopover>
      ),
      120,
    ),
    column(
      'numerator',
      t('answer.numerator'),
      (row) => numeratorText(row.numerator, metric, look.style, currency),
      (metric.parts ?? metric.unit) === 'money' ? AMOUNT_WIDTH : 90,
    ),
    ...(metric.denominator
      ? [
          column(
            'denominator',
            t('answer.denominator'),
            (row) => denominatorText(row.denominator, metric, look.style, currency),
            metric.parts === 'money' ? AMOUNT_WIDTH : 90,
          ),
        ]
      : []),
    ...(metric.interval === 'none'
      ? []
      : [
          column(
            'interval',
            look.words.interval,
            ({ interval }) => (interval ? `${write(interval.low)} – ${write(interval.high)}` : UNKNOWN),
            130,
          ),
        ]),
    ...asked.map((one, index) =>
      column(
        one,
        t(`compare.${one}`),
        (row) => compared(row.comparisons[index], metric.unit, look.style, t('answer.unlike'), currency),
        COMPARED_WIDTH,
      ),
    ),
  ];
}

function keyName(key: string, t: (key: 'keys.age' | 'keys.class') => string): string {
  return key === 'age' || key === 'class' ? t(`keys.${key}`) : key;
}
