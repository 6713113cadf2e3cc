export const zh = {
  title: '模型',
} as const;
