export const zh = {
  title: '登录',
} as const;
