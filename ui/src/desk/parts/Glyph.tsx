import css from './parts.module.css'

const shapes = {
  pass: 'm3.5 8.5 3 3 6-7',
  fail: 'm4 4 8 8 M12 4l-8 8',
  unclear: 'M5.6 6a2.4 2.4 0 1 1 3.6 2.1c-.8.5-1.2.9-1.2 1.9 M8 12.4v.1',
  pending: 'M8 4v4l2.6 1.6 M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0z',
  unavailable: 'M8 4.5v4.2 M8 11.4v.1 M8 1.8 14.6 13.6H1.4z',
  skipped: 'M3 8h10',
  hidden: 'M4.5 7V5.2a3.5 3.5 0 0 1 7 0V7 M3 7h10v7H3z',
  queue: 'M2.5 9.5 4.3 3h7.4l1.8 6.5v3.7h-11z M2.5 9.5H6l.7 1.7h2.6l.7-1.7h3.5',
  mail: 'M2 4h12v8.5H2z M2.4 4.5 8 9l5.6-4.5',
  form: 'M3.5 2h9v12h-9z M6 5.5h4 M6 8h4 M6 10.5h2.5',
  people: 'M6 7.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z M1.8 13.5c.3-2.7 2-4 4.2-4s3.9 1.3 4.2 4 M10.8 3a2.3 2.3 0 0 1 0 4.3 M12 9.8c1.4.5 2.1 1.8 2.3 3.7',
  key: 'M6 12.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6z M8.3 7.4 13.5 2.2 M11 4.7l2 2',
  shield: 'M8 1.8 13.2 4v3.8c0 3-2.2 5.3-5.2 6.4-3-1.1-5.2-3.4-5.2-6.4V4z M5.6 8l1.7 1.7L10.6 6.2',
  chart: 'M2.5 13.5h11 M4.5 11V7.5 M8 11V3 M11.5 11V5.5',
  menu: 'M2.5 4.5h11 M2.5 8h11 M2.5 11.5h11',
  search: 'M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9z M10.4 10.4 14 14',
  plus: 'M8 3v10 M3 8h10',
  minus: 'M3 8h10',
  rotate: 'M13 8a5 5 0 1 1-1.6-3.7 M13 2v3.2H9.8',
  fit: 'M2.5 6V2.5H6 M10 2.5h3.5V6 M13.5 10v3.5H10 M6 13.5H2.5V10',
  width: 'm5.5 5-3 3 3 3 M10.5 5l3 3-3 3 M2.5 8h11',
  beside: 'M2 3h5v10H2z M9 3h5v10H9z',
  full: 'M9.5 2.5h4v4 M13.5 2.5 9 7 M6.5 13.5h-4v-4 M2.5 13.5 7 9',
  open: 'M9.5 2.5h4v4 M13.5 2.5 7.5 8.5 M11.5 9v4.5h-9v-9H7',
  up: 'm4 10 4-4 4 4',
  down: 'm4 6 4 4 4-4',
  both: 'm5 6 3-3 3 3 M5 10l3 3 3-3',
  undo: 'M3 6.5h6.5a3.5 3.5 0 0 1 0 7H6 M6 3.5l-3 3 3 3',
  back: 'm10 3-5 5 5 5',
  forward: 'm6 3 5 5-5 5',
  close: 'm4 4 8 8 M12 4l-8 8',
  filter: 'M2 3.5h12L9.5 9v4.2L6.5 12V9z',
  help: 'M6 6a2 2 0 1 1 3 1.8c-.7.4-1 .8-1 1.6 M8 11.6v.1 M14 8A6 6 0 1 1 2 8a6 6 0 0 1 12 0z',
  eye: 'M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8z M8 9.8a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6z',
  copy: 'M5.5 5.5h8v8h-8z M10.5 5.5v-3h-8v8h3',
  plug: 'M6 1.8v3 M10 1.8v3 M4 4.8h8v3a4 4 0 0 1-8 0z M8 11.8v2.6',
  palette: 'M8 2a6 6 0 1 0 0 12c1 0 1.4-.7 1.1-1.5-.4-1 .2-1.8 1.2-1.8H12a2 2 0 0 0 2-2C14 4.8 11.3 2 8 2z M5 8v.1 M7 5.2v.1 M10.4 5.6v.1',
  user: 'M8 8a3 3 0 1 0 0-6 3 3 0 0 0 0 6z M2.5 14c.4-3 2.6-4.5 5.5-4.5s5.1 1.5 5.5 4.5',
} as const

export type GlyphName = keyof typeof shapes

/** What points along the line of text is mirrored in right-to-left languages. */
const mirrored: readonly GlyphName[] = ['undo', 'back', 'forward', 'open', 'unclear', 'help']

/** A small picture beside words; it never says anything alone. */
export function Glyph({ name, size = 14 }: { name: GlyphName; size?: number }) {
  return (
    <svg
      className={css.glyph}
      data-mirrored={mirrored.includes(name) || undefined}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={shapes[name]} />
    </svg>
  )
}
