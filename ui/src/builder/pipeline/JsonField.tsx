import { Textarea } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useI18n } from '../../i18n/I18n'
import { isObject } from '../document/json'
import css from './panel.module.css'

interface JsonFieldProps {
  label: string
  value: Record<string, unknown> | undefined
  onChange: (value: Record<string, unknown> | undefined) => void
}

const written = (value: JsonFieldProps['value']): string => (value ? JSON.stringify(value, null, 2) : '')

/** Settings that only their plugin knows, as JSON; taken over when the field is left and they can be read. */
export function JsonField({ label, value, onChange }: JsonFieldProps) {
  const { t } = useI18n()
  const [typed, setTyped] = useState(written(value))
  const [isWrong, setWrong] = useState(false)
  useEffect(() => setTyped(written(value)), [value])
  const commit = (): void => {
    if (typed === written(value)) return
    try {
      const next: unknown = typed.trim() === '' ? undefined : JSON.parse(typed)
      if (next !== undefined && !isObject(next)) throw new Error('no object')
      setWrong(false)
      onChange(next as Record<string, unknown> | undefined)
    } catch {
      setWrong(true)
    }
  }
  return <Textarea label={label} dir="ltr" rows={6} spellCheck={false} className={css.code} value={typed} error={isWrong && t('flow.json.wrong')} onChange={(e) => setTyped(e.currentTarget.value)} onBlur={commit} />
}
