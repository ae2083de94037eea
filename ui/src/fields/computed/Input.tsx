import { Inset } from '../../design/Layout'
import { useI18n } from '../../i18n/I18n'
import { display } from '../display'
import type { InputProps } from '../input'
import css from './Input.module.css'

/** A result of other answers: read, never typed. Changes are told politely. */
export function ComputedOutput({ field, frame, value, files }: InputProps) {
  const i18n = useI18n()
  const shown = display(field, value, { i18n, files })
  return (
    <Inset>
      <div className={css.label} id={`${frame.id}-label`}>{frame.label}</div>
      {frame.hint && <div className={css.hint}>{frame.hint}</div>}
      <output className={css.value} id={frame.id} aria-labelledby={`${frame.id}-label`}>{shown ?? '—'}</output>
    </Inset>
  )
}
