import { useRef, useState } from 'react'
import { useI18n } from '../i18n/I18n'

interface Draft {
  text: string
  /** The person typed. */
  type: (text: string, value: unknown) => void
  /** Shows the answer written out, once the person has left the field. */
  settle: () => void
}

/**
 * What stands in a box while it is typed in, apart from the answer that it means. Nothing is rewritten under the
 * person's fingers; an answer that came from elsewhere replaces the draft, and another language writes it anew.
 */
export function useDraft(value: unknown, write: (value: unknown) => string, onChange: (value: unknown) => void): Draft {
  const [text, setText] = useState(() => write(value))
  const { locale } = useI18n()
  const mine = useRef(value)
  const writtenIn = useRef(locale)
  if (mine.current !== value || writtenIn.current !== locale) {
    mine.current = value
    writtenIn.current = locale
    setText(write(value))
  }
  return {
    text,
    type(next, meant) {
      mine.current = meant
      setText(next)
      onChange(meant)
    },
    settle: () => setText(write(value)),
  }
}
