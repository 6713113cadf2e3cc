import { DownloadOutlined } from '@ant-design/icons';
import { Button, Segmented, Tooltip } from 'antd';
import type { EChartsCoreOption } from 'echarts/core';
import { lazy, type ReactNode, Suspense, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Freshness } from '@/api/types';
import { Panel } from '@/components/Panel';
import { day } from '@/format/time';
import type { ChartHandle, ChartProps } from './Chart';
import styles from './charts.module.css';
import { DataGrid, type GridData } from './DataGrid';
import { Legend, type LegendEntry } from './Legend';
import { saveAs } from './saveAs';

/** Loaded after the page: the figures come first. */
const Chart = lazy(() => import('./Chart').then((module) => ({ default: module.Chart })));

interface Props {
  title: string;
  /** What is to be seen, in a sentence, with the numbers that matter. */
  caption: ReactNode;
  /** Undefined: nothing to draw. */
  option: EChartsCoreOption | undefined;
  /** The same numbers as a table. */
  table: GridData;
  freshness?: Freshness;
  /** Stands above: what is to be read first. */
  lead?: ReactNode;
  legend?: readonly LegendEntry[];
  height?: number;
  actions?: ReactNode;
  onClick?: ChartProps['onClick'];
}

/** A chart with its caption, its table, its image to save and up to when its data go. */
export function ChartCard(props: Props) {
  const { title, caption, option, table, freshness, lead, legend, height = 280, actions, onClick } = props;
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
        {lead && <div className={styles.lead}>{lead}</div>}
        {view === 'table' ? (
          <DataGrid data={table} caption={title} height={height} />
        ) : option === undefined ? (
          <p className={styles.none} style={{ height }}>
            {t('chart.none')}
          </p>
        ) : (
          <>
            {legend && <Legend entries={legend} />}
            <Suspense fallback={<div style={{ height }} aria-busy="true" />}>
              <Chart ref={chart} option={option} height={height} label={label} onClick={onClick} />
            </Suspense>
          </>
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
