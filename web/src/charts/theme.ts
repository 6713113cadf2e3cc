import type { Palette } from '@/app/palette';
import { FONT } from '@/app/theme';

/** What charts look like; a chart's own options win. */
export function chartTheme(palette: Palette): object {
  const axis = {
    axisLine: { lineStyle: { color: palette.line } },
    axisTick: { show: false },
    axisLabel: { color: palette.muted, hideOverlap: true },
    splitLine: { lineStyle: { color: palette.line } },
    nameTextStyle: { color: palette.muted },
  };
  return {
    color: palette.series,
    backgroundColor: 'transparent',
    textStyle: { fontFamily: FONT, color: palette.text },
    categoryAxis: { ...axis, splitLine: { show: false } },
    valueAxis: { ...axis, axisLine: { show: false } },
    timeAxis: axis,
    logAxis: axis,
    line: { symbolSize: 5, lineStyle: { width: 2 } },
    legend: { textStyle: { color: palette.muted }, icon: 'roundRect', itemWidth: 12, itemHeight: 8 },
    tooltip: {
      backgroundColor: palette.surface,
      borderColor: palette.line,
      textStyle: { color: palette.text, fontSize: 12 },
      axisPointer: { lineStyle: { color: palette.faint }, crossStyle: { color: palette.faint } },
    },
    visualMap: { textStyle: { color: palette.muted }, inRange: { color: palette.ramp } },
  };
}
