export const zh = {
  title: '客户',
} as const;
