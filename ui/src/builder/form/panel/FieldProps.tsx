import { Button } from '@mantine/core'
import { memo, useMemo, useSyncExternalStore } from 'react'
import { Link } from 'react-router'
import { type Choice, Pick } from '../../../desk/parts/Pick'
import type { Field } from '../../../fields/types'
import { useI18n } from '../../../i18n/I18n'
import { useContent } from '../../frame/content'
import { categories } from '../catalogue'
import { convertible } from '../commands'
import { useEditor, useLateForm } from '../editor'
import { outsideOf } from '../outside'
import { usesOf } from '../uses'
import { isLink } from '../section'
import { LinkProps } from '../sections/LinkProps'
import { settings } from '../settings'
import { find, pathOf } from '../tree'
import { KeptInput, SwitchProp, TextProp, WordProp } from './basic'
import { OptionsProp } from './OptionsProp'
import css from './panel.module.css'
import { Group, Prop } from './Prop'
import { ChecksProp, fieldCheck, isAsked, noChecks, RuleProp } from './RuleProps'
import { SettingProps } from './SettingProps'

const hasOptions = ['select', 'radio', 'checkboxes']
const hasContent = ['statement', 'consent']

/** The name in data and rules; changing it changes every rule that names it. */
export const KeyProp = memo(function KeyProp({ id, value }: { id: string; value: string }) {
  const { t } = useI18n()
  const { actions } = useEditor()
  const label = t('builder.property.key')
  const keep = (key: string): boolean => {
    const isTaken = actions.rename(id, key)
    actions.labelled(id)
    return isTaken
  }
  return <Prop label={label}><KeptInput key={id} label={label} description={t('builder.about.key')} error={t('builder.key.bad')} value={value} onKeep={keep} /></Prop>
})

/** Another type; those that keep the answers' meaning come first. */
const TypeProp = memo(function TypeProp({ id, type: own }: { id: string; type: string }) {
  const { t, find: say } = useI18n()
  const { actions } = useEditor()
  const label = t('builder.property.type')
  const near = convertible(own).filter((type) => type !== own)
  const others = categories.flatMap((c) => c.types.map(([type]) => type)).filter((type) => type !== own && !near.includes(type))
  const name = (type: string): string => say(`builder.type.${type}`) ?? type
  const choices = (types: readonly string[], group?: string): Choice[] => types.map((type) => ({ value: type, label: name(type), group }))
  const all = [...choices([own]), ...choices(near, t('builder.convert.near')), ...choices(others, t('builder.convert.others'))]
  return <Prop label={label}><Pick key={`${id} ${own}`} label={label} action={t('panel.pick.convert')} choices={all} current={own} onPick={(type) => actions.convert(id, type)} /></Prop>
})

/** The rules that read this answer, to go there. */
const Uses = memo(function Uses({ id }: { id: string }) {
  const { t } = useI18n()
  const form = useLateForm()
  const { draft, actions } = useEditor()
  const nodes = useMemo(() => {
    const spot = find(form, id)
    return [...new Set(spot ? usesOf(form, pathOf(spot)).map((use) => use.node) : [])].filter((each) => each !== id)
  }, [form, id])
  const label = t('builder.uses')
  if (nodes.length === 0) return null
  return (
    <Prop label={label}>
      <p className={css.label}>{label}</p>
      <ul className={css.uses}>
        {nodes.map((each) => {
          const node = find(form, each)?.node
          return <li key={each}><Button variant="subtle" size="compact-xs" onClick={() => draft.select(each ? [each] : [])}>{node ? actions.nameOf(node) : t('builder.wholeForm')}</Button></li>
        })}
      </ul>
    </Prop>
  )
})

/** The other definitions that name this answer. */
const Outside = memo(function Outside({ id }: { id: string }) {
  const { t, text } = useI18n()
  const form = useLateForm()
  const { outside } = useEditor()
  const all = useSyncExternalStore(outside.subscribe, outside.get)
  const spot = find(form, id)
  const found = new Map(outsideOf(all, spot ? pathOf(spot) : '').map(({ one }) => [`${one.kind}/${one.key}`, one]))
  const label = t('refactor.outside')
  if (!spot || found.size === 0) return null
  return (
    <Prop label={label}>
      <p className={css.label}>{label}</p>
      <ul className={css.uses}>
        {[...found.values()].map((one) => <li key={`${one.kind}/${one.key}`}><Link to={`/builder/${one.kind}/${one.key}`} target="_blank" rel="noopener">{t(`desk.kind.${one.kind}`)}: {text(one.title) || one.key}</Link></li>)}
      </ul>
    </Prop>
  )
})

function MakeButton() {
  const { t } = useI18n()
  const { actions } = useEditor()
  const label = t('section.make')
  return <Prop label={label}><Button variant="default" onClick={actions.askSection}>{label}</Button></Prop>
}

function SplitButton({ id }: { id: string }) {
  const { t } = useI18n()
  const { actions } = useEditor()
  const label = t('refactor.split')
  return <Prop label={label}><Button variant="default" onClick={() => actions.ask({ kind: 'refactor', wanted: { do: 'split', id } })}>{label}</Button></Prop>
}

/** All properties of one field. Its inputs are kept from one field to the next: putting up new ones takes longer than all else. */
export function FieldProps({ field }: { field: Field }) {
  const { t } = useI18n()
  const { locale } = useContent()
  const { id } = field
  const start = useMemo(() => fieldCheck(locale), [locale])
  return (
    <>
      {isLink(field) && <LinkProps field={field} />}
      <Group title={t('builder.panel.text')}>
        <TextProp id={id} name="label" value={field.label} />
        <TextProp id={id} name="hint" value={field.hint} />
        <TextProp id={id} name="help" value={field.help} isLong />
        {(hasContent.includes(field.type) || field.content) && <TextProp id={id} name="content" value={field.content} isLong />}
      </Group>
      <Group title={t('builder.panel.answer')}>
        <TypeProp id={id} type={field.type} />
        {isAsked(field) && <SwitchProp id={id} name="required" value={field.required} />}
        {hasOptions.includes(field.type) && <OptionsProp key={id} id={id} options={field.options} />}
        {settings[field.type] && <SettingProps key={`${id} ${field.type}`} id={id} type={field.type} config={field.config} />}
        {isAsked(field) && <WordProp id={id} name="autocomplete" value={field.autocomplete} />}
      </Group>
      <Group title={t('builder.panel.rules')}>
        <RuleProp id={id} name="visibleWhen" rule={field.visibleWhen} />
        {isAsked(field) && <RuleProp id={id} name="requiredWhen" rule={field.requiredWhen} />}
        {field.type !== 'statement' && field.type !== 'group' && <RuleProp id={id} name="formula" rule={field.formula} />}
        {isAsked(field) && <ChecksProp id={id} checks={field.validations ?? noChecks} start={start} />}
        <Uses id={id} />
        <Outside id={id} />
      </Group>
      <Group title={t('builder.panel.data')}>
        <KeyProp id={id} value={field.key} />
        {isAsked(field) && <SplitButton id={id} />}
        {!isLink(field) && <MakeButton />}
        <SwitchProp id={id} name="indexed" value={field.indexed} />
        <SwitchProp id={id} name="masked" value={field.masked} />
        <SwitchProp id={id} name="staffOnly" value={field.staffOnly} />
        <WordProp id={id} name="group" value={field.group} />
        <WordProp id={id} name="purpose" value={field.purpose} />
      </Group>
    </>
  )
}
