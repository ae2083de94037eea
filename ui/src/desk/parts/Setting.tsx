import { Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Text } from '../../fields/types'
import { useI18n } from '../../i18n/I18n'

/** The part of JSON Schema that settings are written in; what begins with x- is ours, as builder/pipeline.CheckType tells. */
export interface Member {
  type?: string
  title?: string
  enum?: string[]
  maxLength?: number
  writeOnly?: boolean
  required?: string[]
  properties?: Record<string, Member>
  items?: Member
  'x-text'?: Text
  'x-hint'?: Text
  /** What one of a list is called. */
  'x-one'?: Text
  /** What the values of an enum are called. */
  'x-values'?: Record<string, Text>
  'x-is'?: 'field' | 'rule' | 'text' | 'facts' | 'key'
}

export interface SettingProps {
  name: string
  member: Member
  value: unknown
  error?: string
  /** The value must be one of those offered; else it may be left out. */
  isRequired?: boolean
  /** Gets "" for what was emptied. */
  onChange: (value: unknown) => void
}

/** What a setting is called and what it means, in the reader's language. */
export function useSettingWords(name: string, member: Member): { label: string; description: string | undefined } {
  const { text } = useI18n()
  return { label: text(member['x-text']) || member.title || name, description: text(member['x-hint']) || undefined }
}

function Chosen({ name, member, value, error, isRequired = false, onChange }: SettingProps) {
  const { text } = useI18n()
  const shown = typeof value === 'string' || typeof value === 'number' ? String(value) : ''
  return (
    <NativeSelect {...useSettingWords(name, member)} error={error} value={shown} onChange={(e) => onChange(e.currentTarget.value)}>
      {(!isRequired || shown === '') && <option value="" />}
      {member.enum?.map((each) => <option key={each} value={each}>{text(member['x-values']?.[each]) || each}</option>)}
    </NativeSelect>
  )
}

/** What is meant by what was typed: a number where it is one; "" for nothing. */
export const typedOf = (raw: string): unknown => (raw.trim() === '' ? '' : Number.isNaN(Number(raw)) ? raw : Number(raw))

/** What a field shows: the letters as they were typed while they mean the value, as "1." does on the way to 1.5. */
export const shownOf = (value: unknown, raw: string): string =>
  raw !== '' && typedOf(raw) === value ? raw : typeof value === 'string' || typeof value === 'number' ? String(value) : ''

function Numeric({ name, member, value, error, onChange }: SettingProps) {
  const [raw, setRaw] = useState('')
  const type = (next: string): void => {
    setRaw(next)
    onChange(typedOf(next))
  }
  return <TextInput {...useSettingWords(name, member)} error={error} inputMode={member.type === 'integer' ? 'numeric' : 'decimal'} value={shownOf(value, raw)} onChange={(e) => type(e.currentTarget.value)} />
}

/** One setting that is a text, a number, a yes or no, or one of several, drawn from its schema. */
export function Setting(props: SettingProps) {
  const { name, member, value, error, onChange } = props
  const words = useSettingWords(name, member)
  if (member.enum) return <Chosen {...props} />
  if (member.type === 'boolean') return <Checkbox {...words} error={error} checked={value === true} onChange={(e) => onChange(e.currentTarget.checked)} />
  if (member.type === 'integer' || member.type === 'number') return <Numeric {...props} />
  const shown = typeof value === 'string' || typeof value === 'number' ? String(value) : ''
  return <TextInput {...words} error={error} maxLength={member.maxLength} value={shown} onChange={(e) => onChange(e.currentTarget.value)} />
}
