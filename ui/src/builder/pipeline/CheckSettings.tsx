import { ActionIcon, Button } from '@mantine/core'
import { Glyph } from '../../desk/parts/Glyph'
import { type Member, Setting, useSettingWords } from '../../desk/parts/Setting'
import type { Rule, Text } from '../../fields/types'
import { useI18n } from '../../i18n/I18n'
import type { StepName } from '../document/history'
import { isObject, type Json } from '../document/json'
import { freeKey } from '../form/tree'
import { useBench } from './bench'
import * as commands from './commands'
import { type Finding, findingsAt } from './findings'
import { LocalText } from './LocalText'
import css from './panel.module.css'
import { offAt, PathField, PathList } from './PathField'
import { FindingList } from './PanelHead'
import { RuleField } from './RuleField'
import { SetFields } from './SetFields'
import { type Check, idOf } from './types'

interface DrawnProps {
  check: Check
  /** Where the value stands below the check. */
  path: readonly string[]
  member: Member
  value: unknown
  isRequired: boolean
}

/** Sets what stands at a place of a check, and tells what is wrong there. */
function usePlace(check: Check, path: readonly string[]) {
  const { p, run, findings } = useBench()
  const id = idOf('checks', check.key)
  const set = (value: unknown): commands.PipelineCommand => commands.set(p, id, path, (value === '' ? undefined : value) as Json)
  return {
    put: (value: unknown): void => run(set(value)),
    /** Changes a list: one step for each time, which is said. */
    arrange: (list: readonly unknown[], name?: StepName): void => run(commands.asStep(set(list.length > 0 ? list : undefined), name)),
    write: (locale: string, text: string): void => run(commands.setText(p, id, path, locale, text)),
    findings: findingsAt(findings.get(id), path.join('/')),
  }
}

const said = (findings: readonly Finding[]): string | undefined => findings.map((f) => f.message ?? f.key).join(' ') || undefined

/** One setting: with the parts of the panel where it names something of the form or the pipeline, else as plugins' are. */
function Drawn({ check, path, member, value, isRequired }: DrawnProps) {
  const { t } = useI18n()
  const words = useSettingWords(path.at(-1) ?? '', member)
  const { put, arrange, write, findings } = usePlace(check, path)
  const error = said(findings)
  switch (member['x-is']) {
    case 'field': return <PathField {...words} error={error} isOptional={!isRequired} value={typeof value === 'string' ? value : ''} onChange={put} />
    case 'rule': return <RuleField label={words.label} rule={isObject(value) ? (value as unknown as Rule) : undefined} findings={findings} none={t('panel.settings.noRule')} onChange={put} />
    case 'text': return <LocalText isLong rows={2} {...words} value={value as Text | undefined} onChange={write} />
    case 'key': return null // given to each of a list when it is made; nobody reads it
    case 'facts': return <Facts {...words} facts={isObject(value) ? value : {}} findings={findings} put={put} />
  }
  if (member.type === 'array' && member.items?.['x-is'] === 'field') return <PathList {...words} findings={findings} values={Array.isArray(value) ? value.map(String) : []} onChange={arrange} />
  if (member.type === 'array' && member.items?.properties) return <Rows check={check} path={path} member={member} value={Array.isArray(value) ? value : []} />
  return <Setting name={path.at(-1) ?? ''} member={member} value={value} error={error} isRequired={isRequired} onChange={put} />
}

interface FactsProps {
  label: string
  description: string | undefined
  facts: Record<string, unknown>
  findings: readonly Finding[]
  put: (value: unknown) => void
}

function Facts({ label, description, facts, findings, put }: FactsProps) {
  return (
    <div role="group" aria-label={label} className={css.stack}>
      <span className={css.label}>{label}</span>
      {description && <p className={css.quiet}>{description}</p>}
      <FindingList findings={findings} />
      <SetFields isOfCheck facts={facts} onChange={(next) => put(Object.keys(next).length > 0 ? next : undefined)} />
    </div>
  )
}

/** One of a list to begin with: its key is free, and what is one of several is the first of them. */
function firstOf(item: Member, taken: Set<string>): Record<string, unknown> {
  const members = Object.entries(item.properties ?? {}).flatMap(([name, member]): [string, unknown][] => {
    if (member['x-is'] === 'key') return [[name, freeKey('rule', taken)]]
    if (member['x-is'] === 'text') return [[name, {}]]
    return member.enum && item.required?.includes(name) ? [[name, member.enum[0]]] : []
  })
  return Object.fromEntries(members)
}

/** A list whose members have settings of their own. */
function Rows({ check, path, member, value }: Omit<DrawnProps, 'value' | 'isRequired'> & { value: readonly unknown[] }) {
  const { t, text } = useI18n()
  const { arrange, findings } = usePlace(check, path)
  const { label, description } = useSettingWords(path.at(-1) ?? '', member)
  const item = member.items!
  const one = text(member['x-one']) || label
  const keyName = Object.entries(item.properties ?? {}).find(([, each]) => each['x-is'] === 'key')?.[0] ?? ''
  const keyOf = (row: unknown): string | undefined => (isObject(row) && typeof row[keyName] === 'string' ? row[keyName] : undefined)
  const taken = new Set(value.flatMap((row) => keyOf(row) ?? []))
  const own = findings.filter((f) => f.path.endsWith(`/${path.join('/')}`))
  return (
    <section className={css.section} aria-label={label}>
      <h3>{label}</h3>
      {description && <p className={css.quiet}>{description}</p>}
      <FindingList findings={own} />
      <ol className={css.effects}>
        {value.map((row, i) => {
          const name = `${one} ${i + 1}`
          const move = (by: -1 | 1): void => {
            if (value[i + by] !== undefined) arrange(commands.moved(value, i, by), { key: 'flow.step.move', params: { name, position: i + by + 1, count: value.length } })
          }
          return (
            <li key={keyOf(row) ?? i} className={css.effect} aria-label={name}>
              <div className={css.effectHead}>
                <span>{name}</span>
                <ActionIcon size={24} {...offAt(i === 0)} aria-label={t('flow.up', { name })} onClick={() => move(-1)}><Glyph name="up" /></ActionIcon>
                <ActionIcon size={24} {...offAt(i === value.length - 1)} aria-label={t('flow.down', { name })} onClick={() => move(1)}><Glyph name="down" /></ActionIcon>
                <ActionIcon size={24} aria-label={t('flow.without', { name })} onClick={() => arrange(value.toSpliced(i, 1))}><Glyph name="close" /></ActionIcon>
              </div>
              <Members check={check} path={[...path, String(i)]} member={item} value={row} />
            </li>
          )
        })}
      </ol>
      <div><Button variant="default" leftSection={<Glyph name="plus" />} onClick={() => arrange([...value, firstOf(item, taken)])}>{t('panel.settings.add', { name: one })}</Button></div>
    </section>
  )
}

function Members({ check, path, member, value }: Omit<DrawnProps, 'isRequired'>) {
  return Object.entries(member.properties ?? {}).map(([name, each]) => (
    <Drawn key={name} check={check} path={[...path, name]} member={each} value={isObject(value) ? value[name] : undefined} isRequired={member.required?.includes(name) ?? false} />
  ))
}

/** The settings of a check, drawn from the schema of its type. */
export function CheckSettings({ check, settings }: { check: Check; settings: Member }) {
  return <Members check={check} path={['config']} member={settings} value={check.config} />
}
