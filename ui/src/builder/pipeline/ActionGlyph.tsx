import type { Action } from './actions'

const shapes: Record<Action['name'], string> = {
  append: 'M3 2.5h10v4H3z M8 6.5v3 M8 9.5v4.5 M5.75 11.75h4.5',
  insert: 'M3 2.5h10v4H3z M8 6.5v3 M8 9.5v4.5 M5.75 11.75h4.5',
  connect: 'M2.5 5.5h4v5h-4z M6.5 8H13 M10.5 5.5 13 8l-2.5 2.5',
  rename: 'M3 13l.6-2.8 7.2-7.2 2.2 2.2-7.2 7.2z M9.4 4.4l2.2 2.2',
  up: 'M8 13V3 M4 7l4-4 4 4',
  down: 'M8 3v10 M4 9l4 4 4-4',
  duplicate: 'M5.5 5.5h8v8h-8z M10.5 5.5v-3h-8v8h3',
  remove: 'M3 4.5h10 M6.5 4.5V3h3v1.5 M4.5 4.5l.6 8.5h5.8l.6-8.5 M6.8 7v3.5 M9.2 7v3.5',
}

/** The picture of an action; its words stand in the label of the button. */
export function ActionGlyph({ name }: { name: Action['name'] }) {
  return (
    <svg width={15} height={15} viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="1.4" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true" data-turns={name === 'connect' || undefined}>
      <path d={shapes[name]} />
    </svg>
  )
}
