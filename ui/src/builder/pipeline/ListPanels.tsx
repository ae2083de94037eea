import { Checkbox, NativeSelect, Textarea } from '@mantine/core'
import { Notice } from '../../desk/parts/Notice'
import { Pick } from '../../desk/parts/Pick'
import { useI18n } from '../../i18n/I18n'
import type { Json } from '../document/json'
import { Languages } from '../translations/Languages'
import { useBench } from './bench'
import * as commands from './commands'
import { CheckSettings } from './CheckSettings'
import { useCheckTypes } from './checkTypes'
import { DefinitionField } from './DefinitionField'
import { DurationList } from './DurationField'
import { findingsAt } from './findings'
import { GroupField } from './GroupField'
import { KeyField } from './KeyField'
import { LocalText } from './LocalText'
import css from './panel.module.css'
import { PathField, PathList } from './PathField'
import { RuleField } from './RuleField'
import { type Attribute, type AttributeOption, type Check, idOf, optionsOf, type Reason } from './types'

const factTypes: readonly Attribute['type'][] = ['text', 'number', 'bool', 'date', 'choice']

/** Sets and renames a member of the pipeline. */
function useMember(id: string) {
  const { p, run, rekey } = useBench()
  const put = (path: string[], value: Json): void => run(commands.set(p, id, path, value))
  const write = (part: string) => (locale: string, value: string): void => run(commands.setText(p, id, [part], locale, value))
  const rename = (key: string): boolean => rekey(id, key)
  return { p, put, write, rename }
}

function Key({ value, onRename }: { value: string; onRename: (key: string) => boolean }) {
  const { t } = useI18n()
  return <KeyField label={t('flow.key.label')} description={t('flow.key.hint')} value={value} onRename={onRename} />
}

/** A question that the machine asks. */
export function CheckPanel({ check }: { check: Check }) {
  const { t, text } = useI18n()
  const { p, put, write, rename } = useMember(idOf('checks', check.key))
  const { findings, run } = useBench()
  const types = useCheckTypes()
  const type = types?.find((each) => each.type === check.type)
  const choices = [...(type ? [] : [{ value: check.type, label: check.type }]), ...(types ?? []).map((each) => ({ value: each.type, label: each.label }))]
  return (
    <>
      <LocalText isName label={t('flow.check.title')} value={check.title} onChange={write('title')} />
      <Pick label={t('flow.check.type')} action={t('panel.pick.convert')} choices={choices} current={check.type} onPick={(next) => run(commands.setCheckType(p, check.key, next))} />
      {type?.settings?.['x-hint'] && <p className={css.quiet}>{text(type.settings['x-hint'])}</p>}
      <PathList label={t('flow.check.fields')} values={check.fields ?? []} onChange={(paths) => run(commands.asStep(commands.set(p, idOf('checks', check.key), ['fields'], paths.length > 0 ? paths : undefined)))} />
      {type?.settings && <CheckSettings key={check.type} check={check} settings={type.settings} />}
      {type && !type.settings && <Notice tone="info" title={t('panel.settings.none')} />}
      <RuleField label={t('flow.check.when')} rule={check.when} findings={findingsAt(findings.get(idOf('checks', check.key)), 'when')} onChange={(rule) => put(['when'], rule as unknown as Json)} />
      <Checkbox size="xs" label={t('flow.check.early')} description={t('flow.check.earlyHint')} checked={check.early ?? false} onChange={(e) => put(['early'], e.currentTarget.checked || undefined)} />
      <DurationList label={t('flow.check.retry')} values={check.retries ?? []} onChange={(list) => put(['retries'], list.length > 0 ? list : undefined)} />
      <GroupField value={check.group ?? ''} onChange={(group) => put(['group'], group || undefined)} />
      <Key value={check.key} onRename={rename} />
    </>
  )
}

/** A reason for a decision: what the team reads, and what the applicant is told. */
export function ReasonPanel({ reason }: { reason: Reason }) {
  const { t, find } = useI18n()
  const { words } = useBench()
  const { p, put, write, rename } = useMember(idOf('reasons', reason.key))
  const verbs = [...new Set([...p.transitions.flatMap((each) => (each.trigger.verb && each.by.includes('member') ? [each.trigger.verb] : [])), ...reason.for])]
  return (
    <>
      <LocalText isName label={t('flow.reason.label')} value={reason.label} onChange={write('label')} />
      <LocalText isLong label={t('flow.reason.applicant')} value={reason.applicant} onChange={write('applicant')} />
      <Checkbox.Group label={t('flow.reason.for')} value={reason.for} onChange={(list) => put(['for'], list)}>
        <div className={css.checks}>{verbs.map((verb) => <Checkbox key={verb} size="xs" value={verb} label={find(`flow.verb.${verb}`) ?? words.verb(verb)} />)}</div>
      </Checkbox.Group>
      <Checkbox size="xs" label={t('flow.reason.reopenable')} checked={reason.reopenable ?? false} onChange={(e) => put(['reopenable'], e.currentTarget.checked || undefined)} />
      <GroupField value={reason.group ?? ''} onChange={(group) => put(['group'], group || undefined)} />
      <Key value={reason.key} onRename={rename} />
    </>
  )
}

/** The values of a fact, one a line, and below what the team reads for each. */
function OptionFields({ options, onChange }: { options: readonly AttributeOption[]; onChange: (options: AttributeOption[]) => void }) {
  const { t } = useI18n()
  const lines = (text: string): string[] => [...new Set(text.split('\n').map((line) => line.trim()).filter(Boolean))]
  const keep = (text: string): void => onChange(lines(text).map((value) => options.find((o) => o.value === value) ?? { value }))
  const name = (value: string) => (locale: string, said: string): void => onChange(options.map((o) => (o.value === value ? { value, label: { ...o.label, [locale]: said } } : o)))
  return (
    <>
      <Textarea label={t('flow.attribute.options')} description={t('flow.attribute.optionsHint')} dir="ltr" rows={5} defaultValue={options.map((o) => o.value).join('\n')} onBlur={(e) => keep(e.currentTarget.value)} />
      {options.map((o) => <LocalText key={o.value} isOptional label={t('flow.attribute.optionName', { value: o.value })} value={o.label} onChange={name(o.value)} />)}
    </>
  )
}

/** A fact of the case. */
export function AttributePanel({ attribute }: { attribute: Attribute }) {
  const { t } = useI18n()
  const { put, rename, write } = useMember(idOf('attributes', attribute.key))
  return (
    <>
      <Key value={attribute.key} onRename={rename} />
      <LocalText isName label={t('flow.fact.title')} value={attribute.title ?? {}} onChange={write('title')} />
      <NativeSelect label={t('flow.attribute.type')} value={attribute.type} onChange={(e) => put(['type'], e.currentTarget.value)}>
        {factTypes.map((type) => <option key={type} value={type}>{t(`flow.attribute.type.${type}`)}</option>)}
      </NativeSelect>
      {attribute.type === 'choice' && (
        <OptionFields key={attribute.key} options={optionsOf(attribute)} onChange={(options) => put(['options'], options as unknown as Json)} />
      )}
      <GroupField value={attribute.group ?? ''} onChange={(group) => put(['group'], group || undefined)} />
      <Checkbox size="xs" label={t('flow.fact.reported')} checked={attribute.reported ?? false} onChange={(e) => put(['reported'], e.currentTarget.checked || undefined)} />
    </>
  )
}

/** The pipeline itself: its name, its form, and which answers tell who the person is. */
export function PipelinePanel() {
  const { t } = useI18n()
  const { p, put, write } = useMember('')
  const contact = p.contact
  return (
    <>
      <LocalText isName label={t('flow.pipeline.title')} value={p.title} onChange={write('title')} />
      <DefinitionField kind="form" label={t('flow.pipeline.form')} value={p.form} onChange={(key) => put(['form'], key)} />
      <DefinitionField kind="checklist" label={t('flow.pipeline.checklist')} none={t('flow.none')} value={p.checklist ?? ''} onChange={(key) => put(['checklist'], key || undefined)} />
      <section className={css.section} aria-label={t('flow.contact.title')}>
        <h3>{t('flow.contact.title')}</h3>
        <p className={css.quiet}>{t('flow.contact.hint')}</p>
        <PathField label={t('flow.contact.name')} value={contact.name} onChange={(path) => put(['contact', 'name'], path)} />
        <PathField label={t('flow.contact.email')} value={contact.email} onChange={(path) => put(['contact', 'email'], path)} />
        <PathField isOptional label={t('flow.contact.phone')} value={contact.phone ?? ''} onChange={(path) => put(['contact', 'phone'], path || undefined)} />
        <PathField isOptional label={t('flow.contact.identity')} value={contact.identity ?? ''} onChange={(path) => put(['contact', 'identity'], path || undefined)} />
      </section>
      <section className={css.section}><Languages /></section>
    </>
  )
}
