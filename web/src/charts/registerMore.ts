import { CustomChart, HeatmapChart, ScatterChart } from 'echarts/charts';
import { DataZoomComponent, LegendComponent, MarkLineComponent, VisualMapComponent } from 'echarts/components';
import { echarts } from './register';

// Imported for its effect by pages that draw more than bars and lines.
echarts.use([
  CustomChart,
  HeatmapChart,
  ScatterChart,
  DataZoomComponent,
  LegendComponent,
  MarkLineComponent,
  VisualMapComponent,
]);
