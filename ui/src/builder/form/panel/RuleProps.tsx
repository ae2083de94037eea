import { ActionIcon, Button, NativeSelect, Textarea } from '@mantine/core'
import { memo, useState } from 'react'
import { Glyph } from '../../../desk/parts/Glyph'
import type { Field, FormCheck, Rule, Validation } from '../../../fields/types'
import { useI18n } from '../../../i18n/I18n'
import type { Json } from '../../document/json'
import { culpritOf } from '../../document/settle'
import { useContent } from '../../frame/content'
import { useDraftView } from '../../frame/draftContext'
import { useForm } from '../editor'
import { FieldSelect } from '../rules/ConditionRow'
import { RuleDialog } from '../rules/RuleDialog'
import { readables } from '../rules/scope'
import { useSentence } from '../rules/useSentence'
import { useSet } from './basic'
import css from './panel.module.css'
import { Prop } from './Prop'

/** What is wrong with a rule, beside it: those of the draft as it was last saved. */
function RuleFindings({ id, part }: { id: string; part: string }) {
  const form = useForm()
  const { findings } = useDraftView()
  const own = findings.filter(({ path, key }) => key.startsWith('rule.') && `${path}/`.includes(`/${part}/`) && culpritOf(form, path) === id)
  return own.map((f) => <p key={f.path} className={css.finding}><Glyph name="unclear" /> {(f as typeof f & { message?: string }).message ?? f.key}</p>)
}

type Role = 'visibleWhen' | 'requiredWhen' | 'formula'

/** A rule as a sentence, with the way to change it. */
export const RuleProp = memo(function RuleProp({ id, name, rule }: { id: string; name: Role; rule: Rule | undefined }) {
  const { t } = useI18n()
  const sentence = useSentence()
  const put = useSet(id)
  const [isOpen, setOpen] = useState(false)
  const label = t(`builder.property.${name}`)
  return (
    <Prop label={label}>
      <p className={css.label}>{label}</p>
      {rule && <p className={css.sentence} dir={rule.cel === undefined ? undefined : 'ltr'}>{sentence(rule)}</p>}
      {rule && <RuleFindings id={id} part={name} />}
      <Button variant="default" aria-label={`${label}: ${t(rule ? 'builder.change' : 'builder.set')}`} onClick={() => setOpen(true)}>{t(rule ? 'builder.change' : 'builder.set')}</Button>
      {isOpen && <RuleDialog title={label} node={id} rule={rule} isFormula={name === 'formula'} onApply={(next) => put([name], next as unknown as Json)} onClose={() => setOpen(false)} />}
    </Prop>
  )
})

interface CheckProps {
  id: string
  check: Validation | FormCheck
  index: number
  put: (index: number, check: Validation | undefined) => void
}

function Check({ id, check, index, put }: CheckProps) {
  const { t } = useI18n()
  const form = useForm()
  const { locale, read } = useContent()
  const sentence = useSentence()
  const [isOpen, setOpen] = useState(false)
  const title = t('builder.check.title', { n: index + 1 })
  return (
    <div className={css.check} role="group" aria-label={title}>
      <p className={css.sentence} dir={check.rule.cel === undefined ? undefined : 'ltr'}>{sentence(check.rule)}</p>
      <RuleFindings id={id} part={`validations/${index}/rule`} />
      {'field' in check && <FieldSelect label={t('builder.check.field')} value={check.field} all={readables(form, '')} onChange={(field) => put(index, { ...check, field } as Validation)} />}
      <Textarea label={t('builder.property.message')} lang={locale} autosize minRows={1} value={check.message[locale] ?? ''} placeholder={read(check.message) || undefined} onChange={(e) => put(index, { ...check, message: { ...check.message, [locale]: e.currentTarget.value } })} />
      <NativeSelect aria-label={t('builder.property.severity')} value={check.severity ?? 'error'} onChange={(e) => put(index, { ...check, severity: e.currentTarget.value as 'error' | 'warn' })}>
        <option value="error">{t('builder.severity.error')}</option>
        <option value="warn">{t('builder.severity.warn')}</option>
      </NativeSelect>
      <div className={css.buttons}>
        <Button variant="default" onClick={() => setOpen(true)}>{t('builder.change')}</Button>
        <ActionIcon aria-label={t('builder.check.remove', { n: index + 1 })} onClick={() => put(index, undefined)}><Glyph name="close" /></ActionIcon>
      </div>
      {isOpen && <RuleDialog title={title} node={id} rule={check.rule} onApply={(rule) => put(index, rule && { ...check, rule })} onClose={() => setOpen(false)} />}
    </div>
  )
}

/** Rules that an answer, or with "" the whole form, must meet. */
export const ChecksProp = memo(function ChecksProp({ id, checks, start }: { id: string; checks: readonly Validation[]; start: (rule: Rule) => Validation }) {
  const { t } = useI18n()
  const set = useSet(id)
  const [isOpen, setOpen] = useState(false)
  const label = t('builder.property.validations')
  const keep = (next: readonly Validation[]): void => set(['validations'], next.length > 0 ? (next as unknown as Json) : undefined)
  const put = (index: number, check: Validation | undefined): void => keep(checks.flatMap((each, i) => (i === index ? (check ? [check] : []) : [each])))
  return (
    <Prop label={label}>
      <p className={css.label}>{label}</p>
      {checks.map((check, i) => <Check key={i} id={id} check={check} index={i} put={put} />)}
      <Button variant="default" leftSection={<Glyph name="plus" />} onClick={() => setOpen(true)}>{t('builder.check.add')}</Button>
      {isOpen && <RuleDialog title={t('builder.check.add')} node={id} rule={undefined} onApply={(rule) => rule && keep([...checks, start(rule)])} onClose={() => setOpen(false)} />}
    </Prop>
  )
})

export const noChecks: readonly Validation[] = []

export const fieldCheck = (locale: string) => (rule: Rule): Validation => ({ rule, message: { [locale]: '' }, severity: 'error' })

export const formCheck = (locale: string, field: string) => (rule: Rule): FormCheck => ({ field, rule, message: { [locale]: '' }, severity: 'error' })

/** Fields that give no answer have nothing to check. */
export const isAsked = (field: Field): boolean => !['statement', 'group', 'computed'].includes(field.type)
