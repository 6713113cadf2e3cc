import { type ThemeConfig, theme } from 'antd';
import { DARK, LIGHT, type Palette } from './palette';

/** Fonts of the system: no font is loaded. */
export const FONT =
  '-apple-system, BlinkMacSystemFont, "Segoe UI", "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", "WenQuanYi Micro Hei", "Helvetica Neue", Arial, sans-serif';
export const MONO =
  'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", "Noto Sans Mono CJK SC", monospace';

/** What antd's components look like. */
export function themeOf(dark: boolean, still: boolean): ThemeConfig {
  const palette: Palette = dark ? DARK : LIGHT;
  return {
    algorithm: dark ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      colorPrimary: palette.accent,
      // Darker, not lighter as antd would have it: white on a lighter accent is hard to read.
      ...(dark
        ? {}
        : {
            colorPrimaryHover: '#2b44ad',
            colorPrimaryActive: '#22378f',
            colorErrorHover: '#a32a21',
            colorErrorActive: '#86211a',
          }),
      colorInfo: palette.accent,
      colorSuccess: dark ? palette.good : '#1f9d6b',
      colorError: palette.bad,
      colorLink: palette.accent,
      colorLinkHover: palette.accent,
      colorLinkActive: palette.accent,
      colorTextBase: palette.text,
      colorBgBase: palette.surface,
      colorBgLayout: palette.page,
      colorBorderSecondary: palette.line,
      colorTextSecondary: palette.muted,
      colorTextTertiary: palette.muted,
      colorTextDescription: palette.muted,
      colorTextPlaceholder: palette.muted,
      colorTextLightSolid: dark ? palette.page : palette.surface,
      fontFamily: FONT,
      fontFamilyCode: MONO,
      fontSize: 14,
      borderRadius: 8,
      controlHeight: 34,
      motion: !still,
    },
    components: {
      Card: { headerFontSize: 14, bodyPadding: 16, headerHeight: 44 },
      Table: { headerBg: 'transparent', cellPaddingBlockSM: 7, headerSplitColor: 'transparent' },
      Segmented: { trackBg: dark ? '#232937' : '#eceff5' },
      Tooltip: { colorTextLightSolid: '#ffffff' },
    },
  };
}
