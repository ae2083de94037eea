import { useMemo } from 'react'
import type { Condition, Query, Rule, RuleValue } from '../../fields/types'
import type { I18n } from '../../i18n/I18n'
import { readDuration } from './duration'
import { useSpeech } from './editing'
import { choicesOf, type Name, type Names } from './names'
import type { Attribute, Effect, Pipeline, Timer, Transition } from './types'

/** Says the parts of a pipeline in the reader's language. */
export interface Words {
  duration: (iso: string) => string
  rule: (rule: Rule) => string
  trigger: (t: Transition) => string
  /** "if …", "otherwise", or nothing. */
  guard: (t: Transition) => string
  effect: (e: Effect) => string
  /** "2 approvals, one after the other", or nothing. */
  approvals: (t: Transition) => string
  /** Approvals and condition, as they stand beside an arrow. */
  note: (t: Transition) => string
  verb: (verb: string) => string
}

export function durationIn({ number, list }: I18n, iso: string): string {
  const duration = readDuration(iso)
  if (!duration) return iso
  return list(duration.parts.map(({ n, unit }) => number(n, { style: 'unit', unit, unitDisplay: 'long' })))
}

export function pathIn({ t }: I18n, names: Names, path: string): string {
  const plain = path.replace(/^previous\./, '')
  const label = names.find((n) => n.path === plain)?.label ?? path
  return plain === path ? label : t('flow.rule.previous', { name: label })
}

function valueIn(i18n: I18n, name: Name | undefined, value: RuleValue | undefined): string {
  if (Array.isArray(value)) return i18n.either(value.map((each) => valueIn(i18n, name, each)))
  if (value === undefined) return '…'
  if (typeof value === 'boolean') return i18n.t(value ? 'flow.rule.true' : 'flow.rule.false')
  if (value === 'today') return i18n.t('flow.rule.today')
  return name?.options?.find((o) => o.value === value)?.label ?? (typeof value === 'number' ? i18n.number(name?.isMoney ? value / 100 : value) : value)
}

function conditionIn(i18n: I18n, names: Names, c: Condition): string {
  const value = c.valueField ? pathIn(i18n, names, c.valueField) : valueIn(i18n, names.find((n) => n.path === c.field), c.value)
  return i18n.find(`flow.says.${c.operator}`, { name: pathIn(i18n, names, c.field), value }) ?? `${c.field} ${c.operator} ${value}`
}

const isQuery = (node: Query | Condition): node is Query => 'rules' in node

function queryIn(i18n: I18n, names: Names, q: Query): string {
  const parts = q.rules.map((node) => (isQuery(node) ? `(${queryIn(i18n, names, node)})` : conditionIn(i18n, names, node)))
  const joined = parts.join(i18n.t(q.combinator === 'or' ? 'flow.rule.or' : 'flow.rule.and'))
  return q.not ? i18n.t('flow.rule.not', { rule: joined }) : joined
}

/** A rule as a sentence; CEL is shown as it is. */
export const ruleIn = (i18n: I18n, names: Names, rule: Rule): string =>
  rule.query ? queryIn(i18n, names, rule.query) : (rule.cel ?? '')

const factIn = (i18n: I18n, p: Pipeline, key: string): string => i18n.text(p.attributes?.find((a) => a.key === key)?.title) || key

function factValueIn(i18n: I18n, attribute: Attribute | undefined, value: unknown): string {
  if (value === null) return '∅'
  if (typeof value === 'boolean') return i18n.t(value ? 'flow.rule.true' : 'flow.rule.false')
  const known = attribute && choicesOf(attribute, i18n).find((o) => o.value === value)
  return known?.label ?? String(value)
}

function timerIn(i18n: I18n, p: Pipeline, timer: Timer): string {
  const times = i18n.list(timer.after.map((iso) => durationIn(i18n, iso)))
  const fact = /^case\.(.+)$/.exec(timer.since)?.[1]
  const isBefore = timer.after[0]?.startsWith('-')
  const said = fact ? i18n.t(isBefore ? 'flow.timer.before' : 'flow.timer.fact', { times, fact: factIn(i18n, p, fact) }) : (i18n.find(`flow.timer.${timer.since}`, { times }) ?? times)
  return timer.calendar === 'business' ? i18n.t('flow.timer.business', { said }) : said
}

function effectIn(i18n: I18n, p: Pipeline, e: Effect): string {
  const text = (name: string | undefined): string => {
    if (e.kind === 'message') return i18n.text(p.messages?.find((m) => m.key === name)?.subject) || (name ?? '')
    if (e.kind === 'paper') return i18n.text(p.papers?.find((d) => d.key === name)?.title) || (name ?? '')
    if (e.kind === 'check') return name === 'all' ? i18n.t('flow.effect.all') : i18n.text(p.checks?.find((c) => c.key === name)?.title) || (name ?? '')
    if (e.kind === 'score') return i18n.text(p.scores?.find((s) => s.key === name)?.title) || (name ?? '')
    return name ?? ''
  }
  const set = Object.entries(e.set ?? {}).map(([key, value]) => `${factIn(i18n, p, key)} = ${factValueIn(i18n, p.attributes?.find((a) => a.key === key), value)}`)
  return i18n.find(`flow.does.${e.kind}`, { name: e.kind === 'set' ? set.join(', ') : text(e.name) }) ?? e.kind
}

const eventKey = (event: string): string => `flow.event.${event.replaceAll('.', '_')}`

function approvalsIn(i18n: I18n, { approvals }: Transition): string {
  if (!approvals) return ''
  const count = approvals.steps.length
  if (approvals.mode === 'parallel' && approvals.quorum) return i18n.t('approvals.quorumOf', { n: approvals.quorum, count })
  return i18n.t(approvals.mode === 'series' ? 'approvals.series' : 'approvals.parallel', { n: count })
}

/** The words of a pipeline. */
export function useWords(p: Pipeline, names: Names): Words {
  const i18n = useSpeech()
  return useMemo(() => {
    const rule = (r: Rule): string => ruleIn(i18n, names, r)
    const guard = (t: Transition): string => (t.guard ? i18n.t('flow.guard.if', { rule: rule(t.guard) }) : t.otherwise ? i18n.t('flow.guard.otherwise') : '')
    const verb = (v: string): string => i18n.text(p.transitions.find((t) => t.trigger.verb === v && t.title)?.title) || (i18n.find(`flow.verb.${v}`) ?? v)
    return {
      duration: (iso) => durationIn(i18n, iso),
      rule,
      verb,
      trigger: ({ title, trigger }) => {
        if (trigger.timer) return timerIn(i18n, p, trigger.timer)
        if (trigger.event !== undefined) return i18n.find(eventKey(trigger.event)) ?? trigger.event
        return i18n.text(title) || (trigger.verb ? verb(trigger.verb) : i18n.t('flow.trigger.none'))
      },
      guard,
      effect: (e) => effectIn(i18n, p, e),
      approvals: (t) => approvalsIn(i18n, t),
      note: (t) => [approvalsIn(i18n, t), guard(t)].filter(Boolean).join(' · '),
    }
  }, [i18n, p, names])
}
