import css from './parts.module.css'

/** Data as it is kept, to read. */
export function Json({ value, label }: { value: unknown; label: string }) {
  return <pre className={css.json} tabIndex={0} role="region" aria-label={label} lang="en">{JSON.stringify(value, null, 2)}</pre>
}
