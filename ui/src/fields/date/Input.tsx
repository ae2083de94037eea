import { useRef, useState } from 'react'
import { TextInput } from '../../design/Control'
import { Fieldset } from '../../design/Field'
import { useI18n } from '../../i18n/I18n'
import type { InputProps } from '../input'
import css from './Input.module.css'
import { type DateParts, joinParts, missingParts, splitParts } from './parts'

const order = ['day', 'month', 'year'] as const

/** The tokens of autocomplete for the three boxes of a birth date. */
const birthTokens = { day: 'bday-day', month: 'bday-month', year: 'bday-year' }

/** Three boxes, as people know their dates by heart. Nothing jumps from box to box by itself. */
export function DateInput({ field, frame, value, onChange, onLeave }: InputProps) {
  const { t, locale } = useI18n()
  const [parts, setParts] = useState(() => splitParts(value))
  const mine = useRef(value)
  const writtenIn = useRef(locale) // the name of a month belongs to a language
  if (mine.current !== value || writtenIn.current !== locale) {
    mine.current = value
    writtenIn.current = locale
    setParts(splitParts(value))
  }
  const type = (part: keyof DateParts, text: string): void => {
    const next = { ...parts, [part]: text }
    mine.current = joinParts(next, locale)
    setParts(next)
    onChange(mine.current)
  }
  const missing = missingParts(value)
  const wrong = (part: keyof DateParts): boolean => Boolean(frame.error) && (missing.length === 0 || missing.includes(part))
  return (
    <Fieldset frame={frame}>
      <div className={css.parts}>
        {order.map((part) => (
          <div key={part}>
            <label className={css.label} htmlFor={part === 'day' ? frame.id : `${frame.id}-${part}`}>{t(`apply.date.${part}`)}</label>
            <TextInput
              id={part === 'day' ? frame.id : `${frame.id}-${part}`}
              name={`${field.key}-${part}`}
              width={part === 'year' ? 'short' : 'tiny'}
              dir={part === 'month' ? 'auto' : 'ltr'}
              inputMode={part === 'month' ? 'text' : 'numeric'}
              autoComplete={field.autocomplete === 'bday' ? birthTokens[part] : 'off'}
              invalid={wrong(part)}
              value={parts[part]}
              onChange={(e) => type(part, e.currentTarget.value)}
              onBlur={onLeave}
            />
          </div>
        ))}
      </div>
    </Fieldset>
  )
}
