export const zh = {
  title: '设置',
} as const;
