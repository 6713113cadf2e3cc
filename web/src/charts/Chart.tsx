import type { EChartsCoreOption, EChartsType } from 'echarts/core';
import { type Ref, useEffect, useImperativeHandle, useRef } from 'react';
import { useAppearance, useMedia } from '@/app/appearance';
import { echarts } from './register';
import { chartTheme } from './theme';

/** What may be asked of a chart that is drawn. */
export interface ChartHandle {
  png: () => string | undefined;
}

export interface ChartProps {
  option: EChartsCoreOption;
  height?: number;
  /** What it shows, for those who cannot see it; the numbers are in the table view. */
  label: string;
  onClick?: (event: { name: string; dataIndex: number; seriesName?: string; data: unknown }) => void;
  ref?: Ref<ChartHandle>;
}

/** ECharts in React: theme, size, motion. */
export function Chart({ option, height = 280, label, onClick, ref }: ChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType | null>(null);
  const { palette } = useAppearance();
  const still = useMedia('(prefers-reduced-motion: reduce)');
  useEffect(() => {
    if (box.current === null) return;
    const drawn = echarts.init(box.current, chartTheme(palette), { renderer: 'canvas' });
    chart.current = drawn;
    const resize = new ResizeObserver(() => drawn.resize());
    resize.observe(box.current);
    return () => {
      resize.disconnect();
      drawn.dispose();
      chart.current = null;
    };
  }, [palette]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another palette makes another chart, which has to be drawn too
  useEffect(() => {
    const text = { renderMode: 'html', confine: true, ...(option.tooltip as object | undefined) };
    chart.current?.setOption(
      { animation: !still, animationDuration: 300, ...option, tooltip: option.tooltip && text },
      true,
    );
  }, [option, still, palette]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another palette makes another chart, which has to listen too
  useEffect(() => {
    const drawn = chart.current;
    if (drawn === null || onClick === undefined) return;
    const listen = (event: unknown) => onClick(event as Parameters<typeof onClick>[0]);
    drawn.on('click', listen);
    return () => {
      if (!drawn.isDisposed()) drawn.off('click', listen);
    };
  }, [onClick, palette]);
  useImperativeHandle(ref, () => ({
    png: () => chart.current?.getDataURL({ type: 'png', pixelRatio: 2, backgroundColor: palette.surface }),
  }));
  return <div ref={box} role="img" aria-label={label} style={{ height, width: '100%' }} />;
}
