export const zh = {
  title: '总览',
} as const;
