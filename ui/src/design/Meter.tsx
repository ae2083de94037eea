import css from './Meter.module.css'

/** How much of something is done, 0 to 100. */
export function Meter({ percent, label }: { percent: number; label: string }) {
  const value = Math.max(0, Math.min(100, Math.round(percent)))
  return (
    <span className={css.track} role="progressbar" aria-label={label} aria-valuenow={value} aria-valuemin={0} aria-valuemax={100}>
      <span className={css.bar} style={{ inlineSize: `${value}%` }} />
    </span>
  )
}
