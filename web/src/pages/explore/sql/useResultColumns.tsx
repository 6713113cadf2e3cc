import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { SqlAnswer } from '@/api/types';
import type { Column } from '@/components/DataTable';
import { isNumber, type SqlCell, widthOf, written } from './data';
import styles from './sql.module.css';

/** The columns of an answer, for the table. */
export function useResultColumns(answer: SqlAnswer): Column<SqlCell[]>[] {
  const { t } = useTranslation('sql');
  return useMemo(
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
}

function Cell({ cell }: { cell: SqlCell }) {
  const text = written(cell);
  if (text === null) return <span className={styles.null}>null</span>;
  return <span title={text}>{text}</span>;
}
