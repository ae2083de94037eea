import type { ReactNode } from 'react'
import css from './Choice.module.css'
import { join } from './join'

interface ChoiceProps {
  kind: 'radio' | 'checkbox'
  id: string
  name?: string
  value?: string
  checked: boolean
  invalid?: boolean
  describedBy?: string
  hint?: string
  children: ReactNode
  onChange: (checked: boolean) => void
  onBlur?: () => void
}

/** One radio or checkbox; the whole row is the target. */
export function Choice({ kind, id, name, value, checked, invalid = false, describedBy, hint, children, onChange, onBlur }: ChoiceProps) {
  return (
    <label className={join(css.choice, invalid && css.wrong)} htmlFor={id}>
      <input
        className={join(css.box, kind === 'radio' && css.radio)}
        type={kind}
        id={id}
        name={name ?? id}
        value={value}
        checked={checked}
        aria-invalid={(invalid && kind === 'checkbox') || undefined}
        aria-describedby={describedBy}
        onChange={(e) => onChange(e.currentTarget.checked)}
        onBlur={onBlur}
      />
      <span className={css.text}>
        {children}
        {hint && <span className={css.hint}>{hint}</span>}
      </span>
    </label>
  )
}

export function ChoiceList({ inline = false, children }: { inline?: boolean; children: ReactNode }) {
  return <div className={join(css.list, inline && css.inline)}>{children}</div>
}
