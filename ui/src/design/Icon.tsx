import css from './Icon.module.css'
import { join } from './join'

const shapes = {
  back: 'm10 3-5 5 5 5',
  forward: 'm6 3 5 5-5 5',
  check: 'm3 8.5 3.5 3.5L13 5',
  camera: 'M2 5.5h2.6l1-1.7h4.8l1 1.7H14v7H2z M8 11.2a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6z',
  file: 'M4 2h5l3 3v9H4z M9 2v3h3',
  plus: 'M8 3v10 M3 8h10',
} as const

/** What points along the line of text is mirrored in right-to-left languages; the rest is not. */
const mirrored: readonly string[] = ['back', 'forward']

export function Icon({ name }: { name: keyof typeof shapes }) {
  return (
    <svg
      className={join(css.icon, mirrored.includes(name) && css.mirror)}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={shapes[name]} />
    </svg>
  )
}
