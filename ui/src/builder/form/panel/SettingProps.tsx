import { Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { memo, useState } from 'react'
import type { Field } from '../../../fields/types'
import { useI18n } from '../../../i18n/I18n'
import type { Json } from '../../document/json'
import { type Setting, settings } from '../settings'
import { useSet } from './basic'
import css from './panel.module.css'
import { Prop } from './Prop'

interface OneProps {
  setting: Setting
  label: string
  value: unknown
  onChange: (value: Json) => void
}

const scales: Partial<Record<Setting['kind'], number>> = { money: 100, megabytes: 1024 * 1024 }

/** A number is kept as soon as it is one; amounts in cents and sizes in bytes are written as people do. */
function NumberSetting({ setting, label, value, onChange }: OneProps) {
  const scale = scales[setting.kind] ?? 1
  const [text, setText] = useState(typeof value === 'number' ? String(value / scale) : '')
  const change = (next: string): void => {
    setText(next)
    const number = Number(next.replace(',', '.'))
    if (next.trim() === '') onChange(undefined)
    else if (Number.isFinite(number)) onChange(setting.kind === 'number' ? number : Math.round(number * scale))
  }
  return <TextInput label={label} inputMode="decimal" dir="ltr" value={text} onChange={(e) => change(e.currentTarget.value)} />
}

function TextSetting({ setting, label, value, onChange }: OneProps) {
  const { t } = useI18n()
  const [text, setText] = useState(typeof value === 'string' ? value : '')
  const isGood = text === '' || !setting.pattern || setting.pattern.test(text)
  const change = (next: string): void => {
    setText(next)
    if (next === '' || !setting.pattern || setting.pattern.test(next)) onChange(next || undefined)
  }
  return <TextInput label={label} dir="ltr" value={text} error={!isGood && t('builder.setting.bad')} onChange={(e) => change(e.currentTarget.value)} />
}

function DateSetting({ label, value, onChange }: OneProps) {
  const { t } = useI18n()
  const kind = value === 'today' ? 'today' : value === undefined ? '' : 'day'
  const pick = (next: string): void => onChange(next === 'today' ? 'today' : next === 'day' ? new Date().toISOString().slice(0, 10) : undefined)
  return (
    <>
      <NativeSelect label={label} value={kind} onChange={(e) => pick(e.currentTarget.value)}>
        <option value="">{t('builder.none')}</option>
        <option value="today">{t('builder.today')}</option>
        <option value="day">{t('builder.rule.day')}</option>
      </NativeSelect>
      {kind === 'day' && <TextInput mt={4} type="date" aria-label={`${label}: ${t('builder.rule.day')}`} value={String(value)} onChange={(e) => onChange(e.currentTarget.value || undefined)} />}
    </>
  )
}

function ChoiceSetting({ setting, label, value, onChange }: OneProps) {
  const { t, find } = useI18n()
  return (
    <NativeSelect label={label} value={String(value ?? '')} onChange={(e) => onChange(e.currentTarget.value || undefined)}>
      <option value="">{t('builder.default')}</option>
      {setting.values?.map((v) => <option key={v} value={v}>{find(`builder.setting.${setting.name}.${v}`) ?? v}</option>)}
    </NativeSelect>
  )
}

function ChoicesSetting({ setting, label, value, onChange }: OneProps) {
  const chosen = Array.isArray(value) ? value : []
  const toggle = (name: string, on: boolean): void => {
    const next = (setting.values ?? []).filter((each) => (each === name ? on : chosen.includes(each)))
    onChange(next.length > 0 ? [...next] : undefined)
  }
  return (
    <fieldset className={css.choices}>
      <legend>{label}</legend>
      {setting.values?.map((v) => <Checkbox key={v} size="xs" label={v} checked={chosen.includes(v)} onChange={(e) => toggle(v, e.currentTarget.checked)} />)}
    </fieldset>
  )
}

function One(props: OneProps) {
  const { setting, label, value, onChange } = props
  if (setting.kind === 'switch') return <Checkbox size="xs" label={label} checked={value === true} onChange={(e) => onChange(e.currentTarget.checked ? true : undefined)} />
  if (setting.kind === 'text') return <TextSetting {...props} />
  if (setting.kind === 'date') return <DateSetting {...props} />
  if (setting.kind === 'choice') return <ChoiceSetting {...props} />
  if (setting.kind === 'choices') return <ChoicesSetting {...props} />
  return <NumberSetting {...props} />
}

/** The settings of the field's type. */
export const SettingProps = memo(function SettingProps({ id, type, config }: Pick<Field, 'id' | 'type' | 'config'>) {
  const { find } = useI18n()
  const put = useSet(id)
  return settings[type]?.map((setting) => {
    const label = find(`builder.setting.${type}.${setting.name}`) ?? find(`builder.setting.${setting.name}`) ?? setting.name
    return <Prop key={`${id} ${setting.name}`} label={label}><One setting={setting} label={label} value={config?.[setting.name]} onChange={(v) => put(['config', setting.name], v)} /></Prop>
  })
})
