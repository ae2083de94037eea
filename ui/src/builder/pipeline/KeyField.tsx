import { TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useI18n } from '../../i18n/I18n'

interface KeyFieldProps {
  label: string
  value: string
  /** Says whether the key could be taken. */
  onRename: (key: string) => boolean
  description?: string
}

/** The key of something: changed when the field is left, with all that names it. */
export function KeyField({ label, value, onRename, description }: KeyFieldProps) {
  const { t } = useI18n()
  const [typed, setTyped] = useState(value)
  const [isRefused, setRefused] = useState(false)
  useEffect(() => {
    setTyped(value)
    setRefused(false)
  }, [value])
  const commit = (): void => {
    if (typed === value) return setRefused(false)
    const isTaken = onRename(typed)
    setRefused(!isTaken)
    // What was taken comes back as the value; a change that is asked about first may yet be called off.
    if (isTaken) setTyped(value)
  }
  return (
    <TextInput
      label={label}
      description={description}
      dir="ltr"
      maxLength={40}
      spellCheck={false}
      value={typed}
      error={isRefused && t('flow.key.refused')}
      onChange={(e) => setTyped(e.currentTarget.value.toLowerCase())}
      onBlur={commit}
      onKeyDown={(e) => e.key === 'Enter' && commit()}
    />
  )
}
