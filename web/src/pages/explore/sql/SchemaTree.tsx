import { LockOutlined, TableOutlined } from '@ant-design/icons';
import { Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SqlSchema } from '@/api/types';
import { useStyle } from '@/app/appearance';
import { LoadingSkeleton } from '@/components/LoadingSkeleton';
import { count } from '@/format/number';
import { narrowed } from './data';
import styles from './sql.module.css';

interface Props {
  schema: SqlSchema | undefined;
  onPick: (name: string) => void;
}

/** Tables and columns with their types; what is chosen goes into the query. */
export function SchemaTree({ schema, onPick }: Props) {
  const { t } = useTranslation('sql');
  const [text, setText] = useState('');
  return (
    <aside className={styles.tree} aria-label={t('schema')}>
      <Input
        allowClear
        size="small"
        value={text}
        placeholder={t('find')}
        aria-label={t('find')}
        onChange={(event) => setText(event.target.value)}
      />
      {schema === undefined ? (
        <LoadingSkeleton rows={8} />
      ) : (
        <ul className={styles.tables}>
          {narrowed(schema, text).map((table) => (
            <li key={table.name}>
              <Table table={table} open={text !== ''} onPick={onPick} />
            </li>
          ))}
        </ul>
      )}
    </aside>
  );
}

interface TableProps {
  table: SqlSchema['tables'][number];
  open: boolean;
  onPick: (name: string) => void;
}

function Table({ table, open, onPick }: TableProps) {
  const { t } = useTranslation('sql');
  const style = useStyle();
  return (
    <details open={open || undefined}>
      <summary>
        <TableOutlined aria-hidden="true" /> <span className={styles.name}>{table.name}</span>
        {table.rows !== null && <span className={styles.type}>{t('rows', { n: count(table.rows, style) })}</span>}
      </summary>
      <ul className={styles.columns}>
        <li>
          <button type="button" className={styles.column} onClick={() => onPick(table.name)}>
            <span className={styles.name}>{t('insertTable')}</span>
          </button>
        </li>
        {table.columns.map((column) => (
          <li key={column.name}>
            <button
              type="button"
              className={styles.column}
              title={column.personal ? t('personal') : undefined}
              onClick={() => onPick(column.name)}
            >
              <span className={styles.name}>{column.name}</span>
              {column.personal && <LockOutlined role="img" aria-label={t('personal')} />}
              <span className={styles.type}>{column.type}</span>
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}
