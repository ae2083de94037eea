import { Textarea, TextInput } from '@mantine/core'
import type { Ref } from 'react'
import type { Text } from '../../fields/types'
import { useI18n } from '../../i18n/I18n'
import { direction } from '../../i18n/locale'
import { useEditing } from './editing'

interface LocalTextProps {
  label: string
  value: Text | undefined
  onChange: (locale: string, value: string) => void
  description?: string
  /** Several lines. */
  isLong?: boolean
  isOptional?: boolean
  rows?: number
  /** Marks the field that renaming goes to. */
  isName?: boolean
  inputRef?: Ref<HTMLInputElement | HTMLTextAreaElement>
  onFocus?: () => void
}

/** A text in the language that is written at the moment; says in which others it is missing. */
export function LocalText({ label, value, onChange, description, isLong = false, isOptional = false, rows = 3, isName = false, inputRef, onFocus }: LocalTextProps) {
  const { t, list } = useI18n()
  const { locale, locales } = useEditing()
  const missing = locales.filter((l) => l !== locale && !value?.[l])
  const isAny = Object.values(value ?? {}).some((each) => each !== '')
  const isMissing = missing.length > 0 && (isAny || !isOptional)
  const error = !value?.[locale] && (isAny || !isOptional) ? t('flow.text.empty') : undefined
  const shared = {
    label, error, onFocus, dir: direction(locale), lang: locale, value: value?.[locale] ?? '',
    description: isMissing ? t('flow.text.missing', { locales: list(missing) }) : description,
    'data-name': isName || undefined,
  }
  return isLong
    ? <Textarea {...shared} ref={inputRef as Ref<HTMLTextAreaElement>} rows={rows} maxLength={20000} onChange={(e) => onChange(locale, e.currentTarget.value)} />
    : <TextInput {...shared} ref={inputRef as Ref<HTMLInputElement>} maxLength={2000} onChange={(e) => onChange(locale, e.currentTarget.value)} />
}
