import { type ThemeConfig, theme } from 'antd'
import type { Theme } from '@/lib/preferences'

const FONT =
  '-apple-system, BlinkMacSystemFont, "Segoe UI", "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", Roboto, sans-serif'

const shared = {
  fontFamily: FONT,
  fontSize: 13,
  borderRadius: 6,
  controlHeight: 30,
  wireframe: false,
  motionDurationMid: '0.12s',
  motionDurationSlow: '0.18s',
}

/** Secondary texts are darker than antd's own: those miss the contrast of WCAG 2.2 AA. */
const light = {
  colorPrimary: '#2f5bd0',
  colorLink: '#2f5bd0',
  colorInfo: '#2f5bd0',
  colorSuccess: '#1a7f4b',
  colorWarning: '#9a5b00',
  colorError: '#c0322b',
  colorText: '#1d2129',
  colorTextSecondary: '#4e5664',
  colorTextTertiary: '#646c7a',
  colorTextQuaternary: '#6b7280',
  colorTextDescription: '#5c6471',
  colorTextPlaceholder: '#6b7280',
  colorTextDisabled: '#6f7682',
  colorBgLayout: '#f7f8fa',
  colorBorder: '#d3d7de',
  colorBorderSecondary: '#e7e9ee',
  colorWarningBg: '#fdf3e2',
  colorErrorBg: '#fdeeec',
  colorPrimaryBg: '#eef3fe',
}

const dark = {
  colorPrimary: '#7c9cf5',
  colorLink: '#8fabf8',
  colorInfo: '#7c9cf5',
  colorSuccess: '#5cc48d',
  colorWarning: '#e0a84a',
  colorError: '#f0857d',
  colorText: '#e6e8ec',
  colorTextSecondary: '#b6bcc7',
  colorTextTertiary: '#a0a7b4',
  colorTextQuaternary: '#949ba8',
  colorTextDescription: '#a0a7b4',
  colorTextPlaceholder: '#8f97a5',
  colorTextDisabled: '#8a92a0',
  colorTextLightSolid: '#10141c',
  colorBgBase: '#14161b',
  colorBgContainer: '#181b21',
  colorBgElevated: '#20242c',
  colorBgLayout: '#101216',
  colorBorder: '#3a404b',
  colorBorderSecondary: '#2a2f38',
  colorWarningBg: '#33290f',
  colorErrorBg: '#3a2020',
  colorPrimaryBg: '#1d2a4a',
}

/** The tokens of a theme; still, for whom the device says so: nothing slides or fades. */
export const themeOf = (choice: Theme, isStill: boolean): ThemeConfig => ({
  algorithm: choice === 'dark' ? theme.darkAlgorithm : theme.defaultAlgorithm,
  cssVar: { key: 'zhongshu' },
  hashed: false,
  token: { ...shared, motion: !isStill, ...(choice === 'dark' ? dark : light) },
  components: {
    Table: {
      cellPaddingBlockSM: 6,
      cellPaddingInlineSM: 10,
      headerBg: 'transparent',
      headerColor: choice === 'dark' ? dark.colorTextTertiary : light.colorTextTertiary,
      headerSplitColor: 'transparent',
      headerSortActiveBg: 'transparent',
      headerSortHoverBg: 'transparent',
      bodySortBg: 'transparent',
      cellFontSizeSM: 13,
    },
    Tabs: { horizontalMargin: '0', horizontalItemPadding: '8px 0' },
    Form: { itemMarginBottom: 16 },
    Descriptions: { itemPaddingBottom: 6 },
  },
})
