import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { SqlAnswer } from '@/api/types';
import { type Column, DataTable } from '@/components/DataTable';
import { Panel } from '@/components/Panel';
import { isNumber, type SqlCell, widthOf, written } from './data';
import styles from './sql.module.css';

/** The rows of an answer; those in sight are drawn. */
export function ResultGrid({ answer }: { answer: SqlAnswer }) {
  const { t } = useTranslation('sql');
  const columns = useMemo<Column<SqlCell[]>[]>(
    () =>
      answer.columns.map((column, index) => ({
        key: `${index}-${column.name}`,
        title: <span title={`${column.name} · ${t(`type.${column.type}`)}`}>{column.name}</span>,
        width: widthOf(answer, index),
        numeric: isNumber(column.type),
        cell: (row) => <Cell cell={row[index] ?? null} />,
      })),
    [answer, t],
  );
  return (
    <Panel flush>
      <div data-testid="sql-grid">
        <DataTable
          columns={columns}
          rows={answer.rows}
          keyOf={(_, index) => index}
          caption={t('result')}
          height={560}
          rowHeight={32}
        />
      </div>
    </Panel>
  );
}

function Cell({ cell }: { cell: SqlCell }) {
  const text = written(cell);
  if (text === null) return <span className={styles.null}>null</span>;
  return <span title={text}>{text}</span>;
}
