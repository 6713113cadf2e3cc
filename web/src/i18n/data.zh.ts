export const zh = {
  title: '数据',
} as const;
