import { BarChart, LineChart } from 'echarts/charts';
import { AriaComponent, GridComponent, TooltipComponent } from 'echarts/components';
import * as echarts from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';

// What the first page draws; everything else is in `registerMore`, which pages import that need it.
// Charts are drawn on canvas: the SVG renderer writes style attributes, which the content security policy forbids.
echarts.use([BarChart, LineChart, AriaComponent, GridComponent, TooltipComponent, CanvasRenderer]);

export { echarts };
