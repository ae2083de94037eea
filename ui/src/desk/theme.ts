import {
  ActionIcon,
  Button,
  createTheme,
  type CSSVariablesResolver,
  darken,
  lighten,
  type MantineColorsTuple,
  type MantineThemeOverride,
  Menu,
  Modal,
  Textarea,
  TextInput,
  NativeSelect,
  PasswordInput,
  Tooltip,
} from '@mantine/core'
import { accentVariables } from '../design/brand'

/** The accent as Mantine wants it; the sixth shade carries white text. */
function shades(accent: string): MantineColorsTuple {
  const base = accentVariables(accent)['--accent-text'] ?? '#0f5c6e'
  return [
    lighten(base, 0.92), lighten(base, 0.84), lighten(base, 0.7), lighten(base, 0.55), lighten(base, 0.4),
    lighten(base, 0.2), base, darken(base, 0.12), darken(base, 0.24), darken(base, 0.36),
  ]
}

const small = { defaultProps: { size: 'xs' } }

/** Mantine, quiet and dense: 13 and 14 px, small controls, one accent. */
export function deskTheme(accent: string): MantineThemeOverride {
  return createTheme({
    primaryColor: 'accent',
    primaryShade: 6,
    colors: { accent: shades(accent) },
    fontFamily: 'var(--desk-font)',
    fontFamilyMonospace: 'var(--desk-mono)',
    fontSizes: { xs: '0.8125rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
    headings: { fontFamily: 'var(--desk-font)', fontWeight: '650' },
    spacing: { xs: '0.5rem', sm: '0.75rem', md: '1rem', lg: '1.5rem', xl: '2rem' },
    radius: { xs: '3px', sm: '4px', md: '6px', lg: '8px', xl: '12px' },
    defaultRadius: 'sm',
    cursorType: 'pointer',
    respectReducedMotion: true,
    components: {
      ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', color: 'gray', size: 28 } }),
      Button: Button.extend({ defaultProps: { size: 'xs' }, styles: { root: { fontWeight: 550, minHeight: '1.5rem' } } }),
      // What it would put in for the focus to begin at is no part of a menu: the list itself takes the focus.
      Menu: Menu.extend({ defaultProps: { withInitialFocusPlaceholder: false } }),
      // A stray click beside it, or the second of a double click that opened it, must not take away what was typed.
      Modal: Modal.extend({ defaultProps: { centered: true, closeOnClickOutside: false, transitionProps: { duration: 0 } } }),
      NativeSelect: NativeSelect.extend(small),
      PasswordInput: PasswordInput.extend({ defaultProps: { size: 'sm' } }),
      Textarea: Textarea.extend(small),
      TextInput: TextInput.extend(small),
      Tooltip: Tooltip.extend({ defaultProps: { withArrow: true, withinPortal: false, multiline: true, w: 'max-content', maw: 320, events: { hover: true, focus: true, touch: true } } }),
    },
  })
}

const shared = {
  '--mantine-color-text': 'var(--ink)',
  '--mantine-color-body': 'var(--surface)',
  '--mantine-color-dimmed': 'var(--ink-soft)',
  '--mantine-color-placeholder': 'var(--ink-soft)',
  '--mantine-color-error': 'var(--danger)',
  '--mantine-color-anchor': 'var(--accent-text)',
  '--mantine-color-default': 'var(--surface)',
  '--mantine-color-default-hover': 'var(--paper)',
  '--mantine-color-default-color': 'var(--ink)',
  '--mantine-color-default-border': 'var(--line-strong)',
  '--mantine-color-gray-light-color': 'var(--ink)',
}

/** Mantine's variables follow the tokens, so that both speak of the same colours. */
export const deskVariables: CSSVariablesResolver = () => ({ variables: {}, light: shared, dark: shared })

/** The accent's tokens for a light or dark desk; on dark, text in the accent is a light shade of it. */
export function accentTokens(accent: string, dark: boolean): Record<string, string> {
  const light = accentVariables(accent)
  if (!dark) return light
  const [, , , pale, , , base] = shades(accent)
  return { '--accent': base!, '--accent-ink': '#fff', '--accent-deep': darken(base!, 0.2), '--accent-text': pale!, '--accent-paper': '#22303a' }
}
