import type { InputHTMLAttributes, ReactNode, Ref, SelectHTMLAttributes, TextareaHTMLAttributes } from 'react'
import css from './Control.module.css'
import { join } from './join'

/** How much is expected; the box hints at it, never limits it. */
export type Width = 'tiny' | 'short' | 'medium' | 'long' | 'full'

interface Common {
  width?: Width
  invalid?: boolean
}

type Plain<P> = Omit<P, 'className' | 'style' | 'width'>

interface TextInputProps extends Plain<InputHTMLAttributes<HTMLInputElement>>, Common {
  ref?: Ref<HTMLInputElement>
}

const classOf = (width: Width, invalid: boolean): string =>
  join(css.control, width !== 'full' && css[width], invalid && css.wrong)

export function TextInput({ width = 'full', invalid = false, type = 'text', ...rest }: TextInputProps) {
  return <input {...rest} type={type} aria-invalid={invalid || undefined} className={classOf(width, invalid)} />
}

interface TextAreaProps extends Plain<TextareaHTMLAttributes<HTMLTextAreaElement>>, Common {}

export function TextArea({ width = 'full', invalid = false, ...rest }: TextAreaProps) {
  return <textarea rows={5} {...rest} aria-invalid={invalid || undefined} className={join(classOf(width, invalid), css.area)} />
}

interface SelectProps extends Plain<SelectHTMLAttributes<HTMLSelectElement>>, Common {
  options: readonly { value: string; label: string }[]
  /** The text of the empty choice. */
  empty?: string
}

/** The native select: the phone's own wheel, keyboard and screen reader for free. */
export function Select({ width = 'full', invalid = false, options, empty, ...rest }: SelectProps) {
  return (
    <select {...rest} aria-invalid={invalid || undefined} className={join(classOf(width, invalid), css.select)}>
      {empty !== undefined && <option value="">{empty}</option>}
      {options.map((o) => <option key={o.value} value={o.value}>{o.label}</option>)}
    </select>
  )
}

interface AdornedProps {
  text: string
  width?: Width
  /** The text stands after the control. */
  after?: boolean
  children: ReactNode
}

/** A unit beside a control; the label says it too, so it is not read out. */
export function Adorned({ text, width = 'medium', after = false, children }: AdornedProps) {
  return (
    <div className={join(css.adorned, after && css.suffixed, width !== 'full' && css[width])}>
      <bdi className={css.adornment} aria-hidden="true">{text}</bdi>
      {children}
    </div>
  )
}

export function Count({ id, children }: { id: string; children: ReactNode }) {
  return <div className={css.count} id={id}>{children}</div>
}
