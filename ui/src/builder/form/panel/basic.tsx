import { Checkbox, Textarea, TextInput } from '@mantine/core'
import { memo, useEffect, useState } from 'react'
import type { Text } from '../../../fields/types'
import { useI18n } from '../../../i18n/I18n'
import type { Json } from '../../document/json'
import { useContent } from '../../frame/content'
import { set } from '../commands'
import { useEditor } from '../editor'
import { Prop } from './Prop'

// Properties are drawn anew only when their own value changes: a letter of the label leaves the others as they are.

/** Sets a property of a node; "" is the form. */
export function useSet(id: string): (path: readonly string[], value: Json) => void {
  const { draft } = useEditor()
  return (path, value) => draft.run(set(draft.get().history.present, id, path, value))
}

interface TextPropProps {
  id: string
  name: 'label' | 'hint' | 'help' | 'content' | 'title' | 'description'
  value: Text | undefined
  isLong?: boolean
}

/** A text in the language that is being written; those of others show through where it has none. */
export const TextProp = memo(function TextProp({ id, name, value, isLong = false }: TextPropProps) {
  const { t } = useI18n()
  const { locale, read } = useContent()
  const { actions } = useEditor()
  const put = useSet(id)
  const label = t(`builder.property.${name}`)
  const isLabel = id !== '' && (name === 'label' || name === 'title')
  const change = (text: string): void => {
    if (isLabel) actions.label(id, text)
    else put([name, locale], text === '' ? undefined : text)
  }
  const props = {
    label, lang: locale, value: value?.[locale] ?? '', placeholder: read(value) || undefined, 'data-label': isLabel || undefined,
    onBlur: () => isLabel && actions.labelled(id),
  }
  return (
    <Prop label={label}>
      {isLong
        ? <Textarea {...props} autosize minRows={2} maxRows={8} onChange={(e) => change(e.currentTarget.value)} />
        : <TextInput {...props} onChange={(e) => change(e.currentTarget.value)} />}
    </Prop>
  )
})

interface SwitchPropProps {
  id: string
  name: 'required' | 'staffOnly' | 'indexed' | 'masked'
  value: boolean | undefined
}

export const SwitchProp = memo(function SwitchProp({ id, name, value }: SwitchPropProps) {
  const { t } = useI18n()
  const put = useSet(id)
  const label = t(`builder.property.${name}`)
  return <Prop label={label}><Checkbox size="xs" label={label} description={t(`builder.about.${name}`)} checked={value === true} onChange={(e) => put([name], e.currentTarget.checked ? true : undefined)} /></Prop>
})

interface WordPropProps {
  id: string
  name: 'group' | 'autocomplete' | 'purpose'
  value: string | undefined
}

export const WordProp = memo(function WordProp({ id, name, value }: WordPropProps) {
  const { t } = useI18n()
  const put = useSet(id)
  const label = t(`builder.property.${name}`)
  return <Prop label={label}><TextInput label={label} description={t(`builder.about.${name}`)} dir="ltr" maxLength={name === 'group' ? 40 : 60} value={value ?? ''} onChange={(e) => put([name], e.currentTarget.value.trim() || undefined)} /></Prop>
})

interface KeptProps {
  label: string
  description?: string
  error?: string
  value: string
  /** Answers whether it was taken. */
  onKeep: (value: string) => boolean
}

/** A text that is kept when it is left, and given back when it cannot be. */
export function KeptInput({ label, description, error, value, onKeep }: KeptProps) {
  const [text, setText] = useState(value)
  const [isBad, setBad] = useState(false)
  useEffect(() => {
    setText(value)
    setBad(false)
  }, [value])
  const keep = (): void => {
    if (text === value) return setBad(false)
    const isTaken = onKeep(text)
    setBad(!isTaken)
    // What was taken comes back as the value; a change that is asked about first may yet be called off.
    if (isTaken) setText(value)
  }
  return (
    <TextInput
      label={label} description={description} dir="ltr" value={text} error={isBad && error}
      onChange={(e) => setText(e.currentTarget.value)} onBlur={keep} onKeyDown={(e) => e.key === 'Enter' && keep()}
    />
  )
}
