import type { Rule } from '../../fields/types'
import type { I18n } from '../../i18n/I18n'
import { isObject, type Json } from '../document/json'
import type { CheckType } from '../pipeline/checkTypes'
import type { Names } from '../pipeline/names'
import type { Contact, Demands, Effect, Pipeline, Queue, Step, Transition, Trigger } from '../pipeline/types'
import type { Words } from '../pipeline/words'
import type { StepWords } from '../scenario/words'
import type { Teller } from './changes'

interface Said {
  i18n: I18n
  p: Pipeline
  words: Words
  steps: StepWords
  names: Names
  types: readonly CheckType[]
}

const labelled = (label: string, value: string | undefined): string => (value ? `${label}: ${value}` : '')

const joined = (parts: readonly string[]): string => parts.filter(Boolean).join(' · ')

/** What an effect does, with its settings and its condition. */
function effectIn({ i18n, words }: Said, effect: Effect): string {
  const { t } = i18n
  const { after, ttl, due, role } = effect.with ?? {}
  const times = [after ?? []].flat().map((each) => words.duration(String(each)))
  return joined([
    words.effect(effect),
    labelled(t('flow.effect.after'), i18n.list(times)),
    labelled(t('flow.effect.ttl'), ttl === undefined ? '' : words.duration(String(ttl))),
    labelled(t('flow.effect.due'), due === undefined ? '' : words.duration(String(due))),
    labelled(t('flow.effect.role'), role === undefined ? '' : String(role)),
    effect.when ? t('flow.guard.if', { rule: words.rule(effect.when) }) : '',
  ])
}

function demandsIn({ i18n, words }: Said, demands: Demands): string[] {
  const { t } = i18n
  const plain = (['reason', 'note', 'items', 'itemsClosed'] as const).filter((key) => demands[key]).map((key) => t(`flow.demands.${key}`))
  const verbs = (demands.notBy ?? []).map((verb) => i18n.find(`flow.verb.${verb}`) ?? words.verb(verb))
  const when = demands.notByWhen ? t('flow.guard.if', { rule: words.rule(demands.notByWhen) }) : ''
  return [...plain, joined([labelled(t('flow.demands.notBy'), i18n.list(verbs)), when])].filter(Boolean)
}

const contactIn = ({ i18n }: Said, contact: Contact): string[] =>
  (['name', 'email', 'phone', 'identity'] as const).map((key) => labelled(i18n.t(`flow.contact.${key}`), contact[key])).filter(Boolean)

const queueIn = ({ i18n }: Said, queue: Queue): string[] =>
  [i18n.text(queue.name) || queue.key, labelled(i18n.t('flow.queue.columns'), i18n.list((queue.columns ?? []).map((each) => i18n.find(`flow.column.${each}`) ?? each)))].filter(Boolean)

const stepIn = ({ steps }: Said, step: Step): string => [[steps.who(step), steps.act(step)].filter(Boolean).join(': '), ...steps.expects(step)].join(' → ')

const isRule = (value: Json): value is Json & Rule => isObject(value) && ('query' in value || 'cel' in value)

/** Says the parts of a pipeline as its panels do. */
export function pipelineTeller(said: Said): Teller {
  const { i18n, p, words } = said
  const { t } = i18n
  const stage = (key: string, outside: string): string => (key === '' ? outside : i18n.text(p.stages.find((s) => s.key === key)?.name) || key)
  return (list, property, value) => {
    if (isRule(value)) return [words.rule(value)]
    if (typeof value === 'string' && list === 'transitions' && (property === 'from' || property === 'to')) return [stage(value, t(property === 'from' ? 'flow.outside.start' : 'flow.outside.removed'))]
    if (typeof value === 'string' && property === 'serviceLevel') return [words.duration(value)]
    if (Array.isArray(value)) return listed(said, list, property, value)
    if (!isObject(value)) return undefined
    if (property === 'trigger') return [words.trigger({ trigger: value as Trigger } as Transition)]
    if (property === 'demands') return demandsIn(said, value as Demands)
    if (property === 'contact') return contactIn(said, value as unknown as Contact)
    if (property === 'queue') return queueIn(said, value as unknown as Queue)
    if (property === 'config') return Object.entries(value).flatMap(([name, each]) => settingIn(said, name, each))
    if (property === 'config.set') return settingIn(said, 'set', value)
    return undefined
  }
}

function listed(said: Said, list: string, property: string, value: Json[]): string[] | undefined {
  const { i18n, words } = said
  if (property === 'effects') return value.map((effect) => effectIn(said, effect as unknown as Effect))
  if (property === 'by') return [i18n.list(value.map((by) => i18n.find(`flow.by.${String(by)}`) ?? String(by)))]
  if (property === 'retries') return [i18n.list(value.map((each) => words.duration(String(each))))]
  if (property === 'for' || property === 'notBy') return [i18n.list(value.map((verb) => i18n.find(`flow.verb.${String(verb)}`) ?? words.verb(String(verb))))]
  return list === 'scenarios' && property === 'steps' ? value.map((step) => stepIn(said, step as unknown as Step)) : undefined
}

/** A setting of a check by the name that its type gives it; facts that it sets a line each. */
function settingIn({ i18n, names, types }: Said, name: string, value: Json): string[] {
  if (name === 'set' && isObject(value)) return Object.entries(value).map(([fact, each]) => `${fact} = ${each === null ? '∅' : String(each)}`)
  const member = types.map((type) => type.settings?.properties?.[name]).find((each) => each !== undefined)
  const shown = member?.['x-is'] === 'field' ? names.find((n) => n.path === value)?.label : undefined
  return [labelled(i18n.text(member?.['x-text']) || name, shown ?? (typeof value === 'string' ? value : JSON.stringify(value)))]
}
