import type { Rule } from '../../fields/types'
import { isObject, type Json, type JsonObject } from '../document/json'
import { conditionsOf } from '../form/uses'
import type { ListName, Pipeline, Step } from './types'

const isRule = (value: JsonObject): boolean => typeof value.cel === 'string' || (isObject(value.query) && Array.isArray(value.query.rules))

/** Every rule of a pipeline, also those in the settings of checks. */
export function rulesIn(value: Json): Rule[] {
  if (Array.isArray(value)) return value.flatMap(rulesIn)
  if (!isObject(value)) return []
  return isRule(value) ? [value as Rule] : Object.values(value).flatMap(rulesIn)
}

/** Makes everything of a pipeline, which may be changed in place, that names a member of a list by its old key use the new one. */
export function renameIn(p: Pipeline, list: ListName, from: string, to: string): void {
  const rules = rulesIn(p as unknown as Json)
  for (const step of (p.scenarios ?? []).flatMap((scenario) => scenario.steps)) renameStep(step, list, from, to)
  if (list === 'stages') {
    for (const t of p.transitions) {
      if (t.from === from) t.from = to
      if (t.to === from) t.to = to
    }
    rules.forEach((rule) => renameValue(rule, 'case.stage', from, to))
  }
  if (list === 'papers') renameEffects(p, ['paper'], from, to)
  if (list === 'messages' || list === 'checks') renameEffects(p, list === 'messages' ? ['message', 'token'] : ['check'], from, to)
  if (list === 'checks') rules.forEach((rule) => renamePath(rule, `checks.${from}`, `checks.${to}`))
  if (list === 'reasons') {
    for (const set of setsOf(p)) if (set.reason === from) set.reason = to
    rules.forEach((rule) => renameValue(rule, 'case.reason', from, to))
  }
  if (list === 'attributes') renameAttribute(p, rules, from, to)
  if (list === 'scores') renameScore(p, rules, from, to)
}

function renameStep(step: Step, list: ListName, from: string, to: string): void {
  const { expect } = step
  if (list === 'stages' && expect?.stage === from) expect.stage = to
  if (list === 'messages' && expect?.messages) expect.messages = expect.messages.map((key) => (key === from ? to : key))
  if (list === 'checks' && step.check === from) step.check = to
  if (list === 'reasons' && step.reason === from && step.do !== 'judge') step.reason = to
}

function renameEffects(p: Pipeline, kinds: readonly string[], from: string, to: string): void {
  for (const effect of p.transitions.flatMap((t) => t.effects ?? [])) if (kinds.includes(effect.kind) && effect.name === from) effect.name = to
}

/** What effects and checks set: facts by name. */
function setsOf(p: Pipeline): Record<string, unknown>[] {
  const effects = p.transitions.flatMap((t) => (t.effects ?? []).flatMap((effect) => (effect.set ? [effect.set] : [])))
  const checks = (p.checks ?? []).flatMap((check) => (isObject(check.config?.set) ? [check.config.set as Record<string, unknown>] : []))
  return [...effects, ...checks]
}

function renameAttribute(p: Pipeline, rules: Rule[], from: string, to: string): void {
  for (const set of setsOf(p)) {
    if (!(from in set)) continue
    const entries = Object.entries(set)
    for (const key of Object.keys(set)) delete set[key]
    for (const [key, value] of entries) set[key === from ? to : key] = value
  }
  for (const score of p.scores ?? []) if (score.into === from) score.into = to
  for (const { trigger } of p.transitions) if (trigger.timer?.since === `case.${from}`) trigger.timer.since = `case.${to}`
  rules.forEach((rule) => renamePath(rule, `case.${from}`, `case.${to}`))
}

function renameScore(p: Pipeline, rules: Rule[], from: string, to: string): void {
  renameEffects(p, ['score'], from, to)
  rules.forEach((rule) => {
    renamePath(rule, `case.${from}`, `case.${to}`)
    renamePath(rule, `case.${from}_band`, `case.${to}_band`)
  })
}

function renamePath(rule: Rule, from: string, to: string): void {
  const renamed = (path: string): string => (path === from || path.startsWith(`${from}.`) ? to + path.slice(from.length) : path)
  for (const condition of conditionsOf(rule)) {
    condition.field = renamed(condition.field)
    if (condition.valueField !== undefined) condition.valueField = renamed(condition.valueField)
  }
  if (rule.cel !== undefined) rule.cel = rule.cel.replace(new RegExp(`(?<![\\w.])${from.replaceAll('.', '\\.')}(?!\\w)`, 'g'), to)
}

function renameValue(rule: Rule, field: string, from: string, to: string): void {
  for (const condition of conditionsOf(rule)) {
    if (condition.field !== field) continue
    if (condition.value === from) condition.value = to
    else if (Array.isArray(condition.value)) condition.value = condition.value.map((each) => (each === from ? to : each))
  }
  if (rule.cel !== undefined) rule.cel = rule.cel.replace(new RegExp(`(${field.replaceAll('.', '\\.')}\\s*[!=]=\\s*)(["'])${from}\\2`, 'g'), `$1$2${to}$2`)
}

/** Ids of the transitions and names of other parts that use a member of a list, for saying so before it is deleted. */
export function usesIn(p: Pipeline, list: ListName, key: string): string[] {
  if (list === 'stages') return p.transitions.filter((t) => t.from === key || t.to === key).map((t) => `transitions/${t.key}`)
  const reads: Partial<Record<ListName, (t: Pipeline['transitions'][number]) => boolean>> = {
    messages: (t) => (t.effects ?? []).some((e) => ['message', 'token'].includes(e.kind) && e.name === key),
    papers: (t) => (t.effects ?? []).some((e) => e.kind === 'paper' && e.name === key),
    checks: (t) => (t.effects ?? []).some((e) => e.kind === 'check' && e.name === key) || names(t, `checks.${key}.`),
    reasons: (t) => (t.effects ?? []).some((e) => e.set?.reason === key),
    scores: (t) => (t.effects ?? []).some((e) => e.kind === 'score' && e.name === key) || names(t, `case.${key}`) || names(t, `case.${key}_band`),
    attributes: (t) => (t.effects ?? []).some((e) => e.set && key in e.set) || names(t, `case.${key}`) || t.trigger.timer?.since === `case.${key}`,
  }
  return p.transitions.filter((t) => reads[list]?.(t)).map((t) => `transitions/${t.key}`)
}

const names = (t: Pipeline['transitions'][number], path: string): boolean =>
  rulesIn(t as unknown as Json).some((rule) => rule.cel?.includes(path) || conditionsOf(rule).some((c) => `${c.field}.`.startsWith(path.endsWith('.') ? path : `${path}.`)))
