import {
  Alert,
  Anchor,
  Badge,
  Button,
  type CSSVariablesResolver,
  createTheme,
  Drawer,
  type MantineColorsTuple,
  Menu,
  Modal,
  Notification,
  Paper,
  Tooltip,
} from '@mantine/core';

/** Pine, the colour of the brand. White on shade 7 has a contrast of 6.4. */
const pine: MantineColorsTuple = [
  '#eaf7f2',
  '#d3ece3',
  '#a6d9c8',
  '#75c5ab',
  '#4db393',
  '#2f9a7a',
  '#1c8266',
  '#0b6b53',
  '#075642',
  '#043f31',
];

const gray: MantineColorsTuple = [
  '#f8f9f7',
  '#f1f3f0',
  '#e6e9e5',
  '#d8ddd8',
  '#bfc7c1',
  '#98a39c',
  '#6f7b74',
  '#4d5852',
  '#333c37',
  '#1b221e',
];

const dark: MantineColorsTuple = [
  '#dfe6e2',
  '#b3beb8',
  '#8a968f',
  '#5f6b65',
  '#3b4641',
  '#2b3430',
  '#1e2522',
  '#161c19',
  '#101513',
  '#0b0f0d',
];

// Mantine gives every dialog a <header>, which would be a second banner of the page.
const noBanner = { header: { role: 'presentation' } };

const overlay = { backgroundOpacity: 0.4 };

export const theme = createTheme({
  primaryColor: 'pine',
  primaryShade: { light: 7, dark: 7 },
  colors: { pine, gray, dark },
  black: '#1b221e',
  autoContrast: true,
  respectReducedMotion: true,
  cursorType: 'pointer',
  defaultRadius: 'md',
  fontFamily: "'Inter Variable', system-ui, -apple-system, 'Segoe UI', sans-serif",
  fontFamilyMonospace:
    "ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace",
  headings: {
    fontWeight: '640',
    sizes: {
      h1: { fontSize: '1.5rem', lineHeight: '1.25' },
      h2: { fontSize: '1.0625rem', lineHeight: '1.4' },
      h3: { fontSize: '0.9375rem', lineHeight: '1.45' },
    },
  },
  components: {
    Anchor: Anchor.extend({ defaultProps: { underline: 'always' } }),
    Alert: Alert.extend({ defaultProps: { radius: 'md' } }),
    Badge: Badge.extend({ defaultProps: { tt: 'none', fw: 560, radius: 'sm' } }),
    Button: Button.extend({ defaultProps: { fw: 560 } }),
    Drawer: Drawer.extend({
      defaultProps: {
        closeButtonProps: { 'aria-label': 'Close' },
        attributes: noBanner,
        overlayProps: overlay,
        padding: 'lg',
      },
    }),
    Menu: Menu.extend({ defaultProps: { shadow: 'md', withInitialFocusPlaceholder: false } }),
    Modal: Modal.extend({
      defaultProps: {
        centered: true,
        radius: 'lg',
        closeButtonProps: { 'aria-label': 'Close' },
        attributes: noBanner,
        overlayProps: overlay,
        padding: 'lg',
      },
      styles: {
        title: {
          fontWeight: 640,
          fontSize: 'var(--mantine-font-size-lg)',
          lineHeight: 1.35,
          overflowWrap: 'anywhere',
        },
      },
    }),
    Notification: Notification.extend({
      defaultProps: { withBorder: true, closeButtonProps: { 'aria-label': 'Dismiss' } },
      styles: { description: { color: 'var(--mantine-color-dimmed)' } },
    }),
    Paper: Paper.extend({ defaultProps: { radius: 'lg' } }),
    Tooltip: Tooltip.extend({ defaultProps: { withArrow: true, openDelay: 300 } }),
  },
});

// Mantine's own dimmed and light-variant texts miss a contrast of 4.5 (WCAG 1.4.3).
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#ffffff',
    '--mk-page': '#f8f9f7',
    '--mantine-color-dimmed': '#566159',
    '--mantine-color-anchor': '#0b6b53',
    '--mantine-color-placeholder': '#667069',
    '--mantine-color-error': '#b42318',
    '--mk-surface': '#ffffff',
    '--mk-line': '#e3e7e3',
    '--mk-hover': '#f2f5f2',
    '--mk-good': '#0b6b53',
    '--mk-warn': '#8a5300',
    '--mk-bad': '#b42318',
    '--mk-calm': '#4d5852',
    '--mk-good-soft': '#e6f4ee',
    '--mk-warn-soft': '#fdf3e1',
    '--mk-bad-soft': '#fdecea',
    '--mk-calm-soft': '#eef1ee',
  },
  dark: {
    '--mantine-color-body': '#161c19',
    '--mk-page': '#101513',
    '--mantine-color-dimmed': '#a0aca5',
    '--mantine-color-anchor': '#75c5ab',
    '--mantine-color-placeholder': '#8f9b94',
    '--mantine-color-error': '#ff9a8d',
    '--mk-surface': '#161c19',
    '--mk-line': '#2b3430',
    '--mk-hover': '#1e2522',
    '--mk-good': '#75c5ab',
    '--mk-warn': '#f0b45b',
    '--mk-bad': '#ff9a8d',
    '--mk-calm': '#b3beb8',
    '--mk-good-soft': '#12291f',
    '--mk-warn-soft': '#2d2312',
    '--mk-bad-soft': '#331916',
    '--mk-calm-soft': '#212926',
  },
});
