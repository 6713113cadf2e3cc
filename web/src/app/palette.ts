/** Colours, light and dark. One accent; red, orange and yellow mean warning levels and nothing else. */
export interface Palette {
  accent: string;
  text: string;
  muted: string;
  faint: string;
  line: string;
  surface: string;
  page: string;
  series: readonly string[];
  ramp: readonly string[];
  good: string;
  bad: string;
  level: { red: string; orange: string; yellow: string; none: string };
  movement: { new: string; kept: string; returned: string; lost: string };
}

export const LIGHT: Palette = {
  accent: '#3451c6',
  text: '#1b2230',
  muted: '#5a6376',
  faint: '#8b93a5',
  line: '#e4e7ee',
  surface: '#ffffff',
  page: '#f6f7fa',
  series: ['#3451c6', '#d9822b', '#1f9e8f', '#b0467f', '#7a5cc9', '#6f8a2d', '#2f8fd0', '#8a6f5a'],
  ramp: ['#eef2fc', '#cdd8f6', '#a3b5ed', '#7790e2', '#4f6cd4', '#3451c6', '#253b95'],
  good: '#157a55',
  bad: '#c0352b',
  level: { red: '#c0352b', orange: '#c76a12', yellow: '#a88400', none: '#8b93a5' },
  movement: { new: '#1f9e8f', kept: '#9fb0dd', returned: '#7a5cc9', lost: '#c9574e' },
};

export const DARK: Palette = {
  accent: '#8ea5ff',
  text: '#e6e9f0',
  muted: '#a3acbe',
  faint: '#7b8498',
  line: '#2b3140',
  surface: '#181c25',
  page: '#10131a',
  series: ['#8ea5ff', '#f0a860', '#4fc9b8', '#e389b9', '#b39bf2', '#a9c566', '#6dbdf2', '#c4a890'],
  ramp: ['#1d2437', '#26335a', '#32468a', '#445cb2', '#5f79d3', '#8ea5ff', '#c2cfff'],
  good: '#56c596',
  bad: '#f0837a',
  level: { red: '#f0837a', orange: '#f0a860', yellow: '#e0c350', none: '#7b8498' },
  movement: { new: '#4fc9b8', kept: '#55648f', returned: '#b39bf2', lost: '#e0837b' },
};
