import { ActionIcon, NativeSelect, TextInput } from '@mantine/core'
import { Glyph } from '../../desk/parts/Glyph'
import { Pick } from '../../desk/parts/Pick'
import { useI18n } from '../../i18n/I18n'
import { useBench } from './bench'
import { DurationField } from './DurationField'
import css from './panel.module.css'
import { choicesOf } from './names'
import { type Attribute, optionsOf } from './types'
import { useSpeech } from './editing'

type Facts = Record<string, unknown>

function Value({ label, attribute, value, onChange }: { label: string; attribute: Attribute | undefined; value: unknown; onChange: (value: string | number | boolean | null) => void }) {
  const i18n = useSpeech()
  const { t, text } = i18n
  const { p } = useBench()
  const options = attribute
    ? attribute.type === 'bool' ? [{ value: 'true', label: t('flow.rule.true') }, { value: 'false', label: t('flow.rule.false') }] : attribute.type === 'choice' ? choicesOf(attribute, i18n) : undefined
    : (p.reasons ?? []).map((r) => ({ value: r.key, label: text(r.label) || r.key }))
  const read = (typed: string): string | number | boolean | null => {
    if (typed === '') return attribute ? null : ''
    if (attribute?.type === 'bool') return typed === 'true'
    return attribute?.type === 'number' ? Number(typed) : typed
  }
  const shown = value === null || value === undefined ? '' : String(value)
  if (!options) return <TextInput aria-label={label} type={attribute?.type === 'number' ? 'number' : attribute?.type === 'date' ? 'date' : 'text'} placeholder={t('flow.set.clear')} value={shown} onChange={(e) => onChange(read(e.currentTarget.value))} />
  return (
    <NativeSelect aria-label={label} value={shown} onChange={(e) => onChange(read(e.currentTarget.value))}>
      <option value="">{attribute ? t('flow.set.clear') : t('flow.none')}</option>
      {options.map((o) => <option key={o.value} value={o.value}>{o.label}</option>)}
    </NativeSelect>
  )
}

const isAhead = (value: unknown): value is { after: string } => typeof value === 'object' && value !== null && 'after' in value

/** A date: a certain day, or so long from the day on which it is set. */
function DateValue({ label, attribute, value, onChange }: { label: string; attribute: Attribute; value: unknown; onChange: (value: unknown) => void }) {
  const { t } = useI18n()
  return (
    <>
      <NativeSelect aria-label={`${label}: ${t('flow.set.when')}`} value={isAhead(value) ? 'ahead' : 'day'} onChange={(e) => onChange(e.currentTarget.value === 'ahead' ? { after: 'P1Y' } : null)}>
        <option value="day">{t('flow.set.day')}</option>
        <option value="ahead">{t('flow.set.ahead')}</option>
      </NativeSelect>
      {isAhead(value) ? <DurationField label={t('flow.set.ahead')} value={value.after} onChange={(after) => onChange({ after })} /> : <Value label={label} attribute={attribute} value={value} onChange={onChange} />}
    </>
  )
}

interface FactValueProps {
  label: string
  attribute: Attribute | undefined
  value: unknown
  isOfCheck: boolean
  onChange: (value: unknown) => void
}

/** A check knows values, and no days ahead. */
function FactValue({ isOfCheck, attribute, ...rest }: FactValueProps) {
  return attribute?.type === 'date' && !isOfCheck ? <DateValue attribute={attribute} {...rest} /> : <Value attribute={attribute} {...rest} />
}

/** Facts of the case and the values that they get, from an effect or from a check. */
export function SetFields({ facts, onChange, isOfCheck = false }: { facts: Facts; onChange: (facts: Facts) => void; isOfCheck?: boolean }) {
  const { t } = useI18n()
  const { text } = useSpeech()
  const { p } = useBench()
  const attributes = p.attributes ?? []
  const labelOf = (key: string): string => (key === 'reason' ? t('flow.fact.reason') : text(attributes.find((a) => a.key === key)?.title) || key)
  // The reason is told with a decision; a check decides nothing.
  const free = [...(isOfCheck ? [] : ['reason']), ...attributes.map((a) => a.key)].filter((key) => !(key in facts))
  const initial = (key: string): unknown => {
    const attribute = attributes.find((a) => a.key === key)
    if (key === 'reason') return p.reasons?.[0]?.key ?? ''
    return attribute?.type === 'bool' ? true : attribute?.type === 'choice' ? (optionsOf(attribute)[0]?.value ?? null) : null
  }
  return (
    <div className={css.stack}>
      {Object.entries(facts).map(([key, value]) => (
        <div key={key} className={css.line}>
          <div className={css.stack}>
            <span className={css.label}><bdi>{labelOf(key)}</bdi></span>
            <FactValue isOfCheck={isOfCheck} label={labelOf(key)} attribute={attributes.find((a) => a.key === key)} value={value} onChange={(next) => onChange({ ...facts, [key]: next })} />
          </div>
          <ActionIcon aria-label={t('flow.without', { name: labelOf(key) })} onClick={() => onChange(Object.fromEntries(Object.entries(facts).filter(([each]) => each !== key)))}><Glyph name="close" /></ActionIcon>
        </div>
      ))}
      <Pick label={t('flow.set.add')} action={t('panel.pick.add')} none={t('panel.pick.none')} choices={free.map((key) => ({ value: key, label: labelOf(key) }))} onPick={(key) => onChange({ ...facts, [key]: initial(key) })} />
    </div>
  )
}
