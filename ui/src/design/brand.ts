/**
 * The tenant's accent, made safe: text on it and text in it keep 4.5:1 whatever colour was chosen. Variables are set
 * through the CSSOM, which a strict style-src allows.
 */

type Rgb = readonly [number, number, number]

const white: Rgb = [255, 255, 255]
const ink: Rgb = [22, 32, 42]
const paper: Rgb = [244, 246, 248]

function parse(hex: string): Rgb | undefined {
  const m = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex)
  return m ? [parseInt(m[1]!, 16), parseInt(m[2]!, 16), parseInt(m[3]!, 16)] : undefined
}

const text = ([r, g, b]: Rgb): string => `#${[r, g, b].map((c) => Math.round(c).toString(16).padStart(2, '0')).join('')}`

const mix = (a: Rgb, b: Rgb, share: number): Rgb => [
  a[0] + (b[0] - a[0]) * share,
  a[1] + (b[1] - a[1]) * share,
  a[2] + (b[2] - a[2]) * share,
]

function luminance(c: Rgb): number {
  const [r, g, b] = c.map((v) => (v <= 10.31475 ? v / 3294.6 : ((v / 255 + 0.055) / 1.055) ** 2.4)) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

/** WCAG contrast ratio of two colours. */
export function contrast(a: Rgb, b: Rgb): number {
  const [x, y] = [luminance(a), luminance(b)]
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05)
}

/** Darkens a colour until text in it can be read on a ground. */
function readableOn(color: Rgb, ground: Rgb): Rgb {
  let c = color
  for (let i = 0; i < 40 && contrast(c, ground) < 4.6; i++) c = mix(c, [0, 0, 0], 0.06)
  return c
}

/** A ground and the text on it: the colour itself where white or ink can be read on it, else a darker one. */
function ground(color: Rgb): { color: Rgb; ink: Rgb } {
  if (contrast(color, white) >= 4.5) return { color, ink: white }
  if (contrast(color, ink) >= 7) return { color, ink }
  return { color: readableOn(color, white), ink: white }
}

/** The CSS variables of an accent "#rrggbb"; nothing when it cannot be read. */
export function accentVariables(accent: string): Record<string, string> {
  const color = parse(accent)
  if (!color) return {}
  const on = ground(color)
  return {
    '--accent': text(on.color),
    '--accent-ink': text(on.ink),
    '--accent-deep': text(on.ink === white ? mix(on.color, [0, 0, 0], 0.22) : mix(on.color, white, 0.25)),
    '--accent-text': text(readableOn(color, paper)),
    '--accent-paper': text(mix(white, color, 0.08)),
  }
}

export function applyAccent(accent: string, element: HTMLElement = document.documentElement): void {
  for (const [name, value] of Object.entries(accentVariables(accent))) element.style.setProperty(name, value)
}

/** One pair of colours of the applicant's pages: as they would be with the accent as it was chosen, and as they are drawn. */
export interface Pair {
  chosen: { color: string; on: string; ratio: number }
  used: { color: string; on: string; ratio: number }
  isCorrected: boolean
}

const pair = (chosen: readonly [Rgb, Rgb], used: readonly [Rgb, Rgb]): Pair => ({
  chosen: { color: text(chosen[0]), on: text(chosen[1]), ratio: contrast(chosen[0], chosen[1]) },
  used: { color: text(used[0]), on: text(used[1]), ratio: contrast(used[0], used[1]) },
  isCorrected: text(chosen[0]) !== text(used[0]) || text(chosen[1]) !== text(used[1]),
})

/** The contrast of an accent "#rrggbb" where it carries text: words on it, and words in it; undefined when it cannot be read. */
export function accentContrast(accent: string): { button: Pair; link: Pair } | undefined {
  const color = parse(accent)
  if (!color) return undefined
  const on = ground(color)
  return { button: pair([white, color], [on.ink, on.color]), link: pair([color, paper], [readableOn(color, paper), paper]) }
}
