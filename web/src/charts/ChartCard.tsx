import { DownloadOutlined } from '@ant-design/icons';
import { Button, Segmented, Tooltip } from 'antd';
import type { EChartsCoreOption } from 'echarts/core';
import { type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Freshness } from '@/api/types';
import { Panel } from '@/components/Panel';
import { day } from '@/format/time';
import { Chart, type ChartHandle } from './Chart';
import styles from './charts.module.css';
import { DataGrid, type GridData } from './DataGrid';
import { saveAs } from './saveAs';

interface Props {
  title: string;
  /** What is to be seen, in a sentence, with the numbers that matter. */
  caption: ReactNode;
  /** Undefined: nothing to draw. */
  option: EChartsCoreOption | undefined;
  /** The same numbers as a table. */
  table: GridData;
  freshness?: Freshness;
  height?: number;
  actions?: ReactNode;
  onClick?: Parameters<typeof Chart>[0]['onClick'];
}

/** A chart with its caption, its table, its image to save and up to when its data go. */
export function ChartCard({ title, caption, option, table, freshness, height = 280, actions, onClick }: Props) {
  const { t } = useTranslation();
  const [view, setView] = useState<'chart' | 'table'>('chart');
  const chart = useRef<ChartHandle>(null);
  const label = `${title}. ${typeof caption === 'string' ? caption : ''}`;
  return (
    <Panel
      title={title}
      actions={
        <>
          {actions}
          <Segmented
            size="small"
            aria-label={t('chart.actions')}
            value={view}
            onChange={setView}
            options={(['chart', 'table'] as const).map((value) => ({ value, label: t(`chart.${value}`) }))}
          />
          <Tooltip title={t('chart.png')}>
            <Button
              size="small"
              type="text"
              icon={<DownloadOutlined />}
              aria-label={`${t('chart.png')}: ${title}`}
              disabled={view === 'table' || option === undefined}
              onClick={() => saveAs(chart.current?.png(), `${title}.png`)}
            />
          </Tooltip>
        </>
      }
    >
      <figure className={styles.figure}>
        {view === 'table' ? (
          <DataGrid data={table} caption={title} height={height} />
        ) : option === undefined ? (
          <p className={styles.none} style={{ height }}>
            {t('chart.none')}
          </p>
        ) : (
          <Chart ref={chart} option={option} height={height} label={label} onClick={onClick} />
        )}
        <figcaption>
          {caption}
          {freshness?.through && (
            <span className={styles.through}>{t('asOf.through', { day: day(freshness.through) })}</span>
          )}
        </figcaption>
      </figure>
    </Panel>
  );
}
