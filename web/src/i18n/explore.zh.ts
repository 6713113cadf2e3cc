export const zh = {
  title: '探索',
} as const;
