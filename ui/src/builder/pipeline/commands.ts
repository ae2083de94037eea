import { produce } from 'immer'
import type { Text } from '../../fields/types'
import type { Command } from '../document/draft'
import { called, type StepName } from '../document/history'
import { equal, type Json } from '../document/json'
import { freeKey, keyFrom } from '../form/tree'
import { renameIn } from './references'
import { type Approvals, type ApprovalStep, type Effect, type EffectKind, idOf, type ListName, type Lists, memberOf, type Pipeline, placeOf, type Stage, type StageKind, type Transition, type Trigger } from './types'

export type PipelineCommand = Command<Pipeline>

const change = (name: StepName, edit: (p: Pipeline) => string[] | void, place?: string): PipelineCommand => ({
  name,
  place,
  run: (p) => {
    let selection: string[] | void = undefined
    const after = produce(p, (draft) => {
      selection = edit(draft)
    })
    return { after, selection: selection ?? undefined }
  },
})

/** What people call a member, in all languages: its text, else its key. */
export function labelOf(p: Pipeline, id: string): string | Text {
  const member = memberOf(p, id)
  if (!member) return id === '' ? called(p.title, p.key) : id
  const text = 'name' in member ? member.name : 'subject' in member ? member.subject : 'label' in member ? member.label : 'title' in member ? member.title : undefined
  return called(text, member.key)
}

const taken = (p: Pipeline, list: ListName): Set<string> => new Set((p[list] ?? []).map((each) => each.key))

function newStage(p: Pipeline, name: Text, kind: StageKind): Stage {
  const key = freeKey(keyFrom(name[p.defaultLocale] ?? '') || 'stage', taken(p, 'stages'))
  const stage: Stage = { key, name, kind, applicant: Object.fromEntries(p.locales.map((l) => [l, ''])), answers: kind === 'applicant' ? 'open' : 'closed' }
  return kind === 'end' ? { ...stage, outcome: 'completed' } : stage
}

/** The move that leaves a stage of a kind when nothing else is known: a person approves, a machine goes on. */
function newTransition(p: Pipeline, from: string, to: string, title: Text): Transition {
  const key = freeKey(`${from || 'start'}_${to || 'removed'}`.slice(0, 32), taken(p, 'transitions'))
  const kind = p.stages.find((s) => s.key === from)?.kind
  if (from === '') return { key, from, to, title, trigger: { verb: 'start' }, by: ['applicant'] }
  if (kind === 'automatic') return { key, from, to, trigger: { event: 'stage.entered' }, by: ['system'] }
  const verb = freeVerb(p, from, kind === 'applicant' ? 'submit' : 'approve')
  return { key, from, to, title, trigger: { verb }, by: [kind === 'applicant' ? 'applicant' : 'member'] }
}

const freeVerb = (p: Pipeline, from: string, wish: string): string =>
  freeKey(wish, new Set(p.transitions.filter((t) => t.from === from).map((t) => t.trigger.verb ?? '')))

/** What a new stage is called, and the button that leads on from it. */
export interface Wording {
  name: Text
  title: Text
}

/** Adds a stage that nothing leads to yet. */
export const addStage = (name: Text, kind: StageKind = 'staff'): PipelineCommand =>
  change({ key: 'flow.step.addStage' }, (p) => {
    const stage = newStage(p, name, kind)
    p.stages.push(stage)
    return [idOf('stages', stage.key)]
  })

/** Adds a stage behind another, and the way to it. */
export const appendStage = (after: string, words: Wording, kind: StageKind = 'staff'): PipelineCommand =>
  change({ key: 'flow.step.addStage' }, (p) => {
    const stage = newStage(p, words.name, kind)
    p.stages.splice(p.stages.findIndex((s) => s.key === after) + 1, 0, stage)
    p.transitions.push(newTransition(p, after, stage.key, words.title))
    return [idOf('stages', stage.key)]
  })

/** Puts a stage on a transition: it leads to the new stage, and a new transition leads on from there. */
export function insertStageOn(p: Pipeline, key: string, words: Wording, kind: StageKind = 'staff'): PipelineCommand | undefined {
  if (!p.transitions.some((t) => t.key === key)) return undefined
  return change({ key: 'flow.step.insertStage', params: { name: labelOf(p, idOf('transitions', key)) } }, (draft) => {
    const at = draft.transitions.findIndex((t) => t.key === key)
    const transition = draft.transitions[at]!
    const stage = newStage(draft, words.name, kind)
    const from = draft.stages.findIndex((s) => s.key === transition.from)
    draft.stages.splice(from < 0 ? 0 : from + 1, 0, stage)
    const onward = newTransition(draft, stage.key, transition.to, words.title)
    transition.to = stage.key
    draft.transitions.splice(at + 1, 0, onward)
    return [idOf('stages', stage.key)]
  })
}

/** Adds a transition; "" is the outside: where cases come from, and where removed ones go. */
export function addTransition(p: Pipeline, from: string, to: string, title: Text): PipelineCommand | undefined {
  const isThere = (key: string): boolean => key === '' || p.stages.some((s) => s.key === key)
  if (!isThere(from) || !isThere(to) || (from === '' && to === '')) return undefined
  return change({ key: 'flow.step.addTransition', params: { name: labelOf(p, idOf('stages', from || to)) } }, (draft) => {
    const added = newTransition(draft, from, to, title)
    const behind = draft.transitions.findLastIndex((t) => t.from === from)
    draft.transitions.splice(behind + 1 || draft.transitions.length, 0, added)
    return [idOf('transitions', added.key)]
  })
}

/** Leads a transition to or from another stage. */
export function redirect(p: Pipeline, key: string, end: 'from' | 'to', stage: string): PipelineCommand {
  return change({ key: 'flow.step.redirect', params: { name: labelOf(p, idOf('transitions', key)) } }, (draft) => {
    const transition = draft.transitions.find((t) => t.key === key)
    if (transition) transition[end] = stage
  })
}

/** Adds a message, check, reason or fact; its key is made free. */
export const add = <L extends ListName>(list: L, member: Lists[L]): PipelineCommand =>
  change({ key: `flow.step.add.${list}` }, (p) => {
    const key = freeKey(member.key, taken(p, list))
    const members = (p[list] ??= [] as never) as Lists[L][]
    members.push({ ...member, key })
    return [idOf(list, key)]
  })

/** Takes members away. A stage takes its transitions with it; when only one leads on, what led to the stage leads there, unless it comes from there. */
export function remove(p: Pipeline, ids: readonly string[]): PipelineCommand {
  const params = { name: labelOf(p, ids[0] ?? ''), count: String(ids.length) }
  return change({ key: 'flow.step.remove', params }, (draft) => {
    let next: string | undefined
    for (const id of ids) next = removeOne(draft, id) ?? next
    return next && memberOf(draft, next) ? [next] : []
  })
}

function removeOne(p: Pipeline, id: string): string | undefined {
  const place = placeOf(id)
  const list = place && (p[place.list] as { key: string }[] | undefined)
  const at = list?.findIndex((each) => each.key === place?.key) ?? -1
  if (!place || !list || at < 0) return undefined
  const from = place.list === 'transitions' ? p.transitions[at]!.from : ''
  if (place.list === 'stages') bridge(p, place.key)
  list.splice(at, 1)
  if (place.list === 'transitions') return from ? idOf('stages', from) : undefined
  const beside = list[at] ?? list[at - 1]
  if (list.length === 0 && place.list !== 'stages') delete p[place.list as 'messages']
  return beside && idOf(place.list, beside.key)
}

/** As builder/refactor/member.go does: both run schemas/testdata/bridges. */
function bridge(p: Pipeline, stage: string): void {
  const out = p.transitions.filter((t) => t.from === stage && t.to !== stage)
  const targets = new Set(out.map((t) => t.to))
  const target = targets.size === 1 ? out[0]!.to : undefined
  p.transitions = p.transitions.filter((t) => t.from !== stage && (t.to !== stage || (target !== undefined && t.from !== target)))
  for (const t of p.transitions) if (t.to === stage) t.to = target!
}

/** Puts a copy behind each. A copied stage has the same ways out, and no way in. */
export function duplicate(p: Pipeline, ids: readonly string[]): PipelineCommand {
  return change({ key: 'flow.step.duplicate', params: { name: labelOf(p, ids[0] ?? '') } }, (draft) =>
    ids.flatMap((id) => {
      const place = placeOf(id)
      const member = memberOf(draft, id)
      if (!place || !member) return []
      const copy = { ...(JSON.parse(JSON.stringify(member)) as typeof member), key: freeKey(member.key, taken(draft, place.list)) }
      const list = draft[place.list] as { key: string }[]
      list.splice(list.findIndex((each) => each.key === place.key) + 1, 0, copy)
      if (place.list === 'stages') copyWays(draft, place.key, copy.key)
      return [idOf(place.list, copy.key)]
    }),
  )
}

function copyWays(p: Pipeline, from: string, to: string): void {
  for (const t of p.transitions.filter((each) => each.from === from)) {
    const copy = { ...(JSON.parse(JSON.stringify(t)) as Transition), from: to, to: t.to === from ? to : t.to }
    p.transitions.push({ ...copy, key: freeKey(t.key, taken(p, 'transitions')) })
  }
}

/** The members among which the order of one counts: transitions of the same stage are asked one after the other. */
export function rankOf(p: Pipeline, id: string): { at: number; among: { key: string }[] } {
  const place = placeOf(id)
  const all = (place ? (p[place.list] ?? []) : []) as { key: string; from?: string }[]
  const self = all.find((each) => each.key === place?.key)
  const among = place?.list === 'transitions' ? all.filter((each) => each.from === self?.from) : all
  return { at: self ? among.indexOf(self) : -1, among }
}

/** Moves a member one place up (-1) or down (1). Undefined at the end of its list. */
export function move(p: Pipeline, id: string, by: -1 | 1): PipelineCommand | undefined {
  const place = placeOf(id)
  const { at, among } = rankOf(p, id)
  const other = among[at + by]
  if (!place || at < 0 || !other) return undefined
  return change({ key: 'flow.step.move', params: { name: labelOf(p, id), position: at + by + 1, count: among.length } }, (draft) => {
    const list = draft[place.list] as { key: string }[]
    const [a, b] = [list.findIndex((each) => each.key === place.key), list.findIndex((each) => each.key === other.key)]
    if (a >= 0 && b >= 0) [list[a], list[b]] = [list[b]!, list[a]!]
  })
}

export const keyPattern = /^[a-z][a-z0-9_]{0,39}$/

/** Gives a member another key and mends all that names it. Undefined when the key is taken or none. */
export function rename(p: Pipeline, id: string, key: string): PipelineCommand | undefined {
  const place = placeOf(id)
  if (!place || !memberOf(p, id) || !keyPattern.test(key) || taken(p, place.list).has(key)) return undefined
  return change({ key: 'flow.step.rename', params: { name: labelOf(p, id), key } }, (draft) => {
    renameIn(draft, place.list, place.key, key)
    const member = memberOf(draft, id)
    if (member) member.key = key
    return [idOf(place.list, key)]
  })
}

/** Gives a queue another key in every stage that shares it. */
export function renameQueue(from: string, to: string): PipelineCommand | undefined {
  if (!keyPattern.test(to) || from === to) return undefined
  return change({ key: 'flow.step.rename', params: { name: from, key: to } }, (draft) => {
    for (const stage of draft.stages) if (stage.queue?.key === from) stage.queue.key = to
  })
}

/** Sets a property of a member or the pipeline (""): undefined takes it away. Path are keys from the member down. */
export function set(p: Pipeline, id: string, path: readonly string[], value: Json): PipelineCommand {
  const params = { name: labelOf(p, id), property: path[0] ?? '' }
  return change({ key: 'flow.step.set', params }, (draft) => {
    const target = id === '' ? draft : memberOf(draft, id)
    if (target) assign(target as unknown as Record<string, Json>, path, value)
  }, `${id}/${path.join('/')}`)
}

/** A change that is a step of its own and is said, whatever was changed just before at the same place: that of a list. */
export const asStep = (command: PipelineCommand, name = command.name): PipelineCommand => ({ ...command, name, place: undefined })

/** Texts that need not be there: when all languages are empty, so is the whole. */
const optional = new Set(['title', 'hint'])

/** Sets one language of a text. */
export function setText(p: Pipeline, id: string, path: readonly string[], locale: string, value: string): PipelineCommand {
  return change({ key: 'flow.step.text', params: { name: labelOf(p, id) } }, (draft) => {
    const target = id === '' ? draft : memberOf(draft, id)
    if (!target) return
    assign(target as unknown as Record<string, Json>, [...path, locale], value)
    const isTransition = placeOf(id)?.list === 'transitions'
    if (isTransition && optional.has(path[0] ?? '') && Object.values((target as Transition).title ?? {}).every((text) => text === '')) delete (target as Transition).title
  }, `${id}/${path.join('/')}/${locale}`)
}

export function assign(target: Record<string, Json>, path: readonly string[], value: Json): void {
  const [key = '', ...rest] = path
  if (rest.length > 0) {
    const inner = (target[key] ??= {}) as Record<string, Json>
    assign(inner, rest, value)
    if (value === undefined && !Array.isArray(inner) && Object.keys(inner).length === 0) delete target[key]
    return
  }
  if (Array.isArray(target) && value === undefined) target.splice(Number(key), 1)
  else if (value === undefined) delete target[key]
  else if (!equal(target[key], value)) target[key] = value
}

/** Makes a stage one of another kind; an end needs an outcome and no other stage has one. */
export function setKind(p: Pipeline, key: string, kind: StageKind): PipelineCommand {
  return change({ key: 'flow.step.set', params: { name: labelOf(p, idOf('stages', key)), property: 'kind' } }, (draft) => {
    const stage = draft.stages.find((s) => s.key === key)
    if (!stage) return
    stage.kind = kind
    if (kind === 'end') stage.outcome ||= 'completed'
    else delete stage.outcome
    if (kind === 'end' || kind === 'automatic') stage.answers = 'closed'
  })
}

/** Makes a check one of another type. Its settings go, but for the facts that any check may set. */
export function setCheckType(p: Pipeline, key: string, type: string): PipelineCommand {
  return change({ key: 'flow.step.set', params: { name: labelOf(p, idOf('checks', key)), property: 'type' } }, (draft) => {
    const check = draft.checks?.find((c) => c.key === key)
    if (!check || check.type === type) return
    check.type = type
    if (check.config?.set) check.config = { set: check.config.set }
    else delete check.config
  })
}

/** Sets what sets a transition off, and who may: time and events are the system's, and demand nothing. */
export function setTrigger(p: Pipeline, key: string, trigger: Trigger): PipelineCommand {
  return change({ key: 'flow.step.set', params: { name: labelOf(p, idOf('transitions', key)), property: 'trigger' } }, (draft) => {
    const transition = draft.transitions.find((t) => t.key === key)
    if (!transition) return
    const wasVerb = transition.trigger.verb !== undefined
    transition.trigger = trigger
    if (trigger.verb === undefined) {
      transition.by = ['system']
      delete transition.title // a button's, and there is none
      delete transition.demands
      delete transition.approvals
    } else if (!wasVerb) transition.by = ['member']
  }, `transitions/${key}/trigger`)
}

/** An effect of a kind, with what it needs at the least. */
export function newEffect(p: Pipeline, kind: EffectKind): Effect {
  if (kind === 'message') return { kind, name: p.messages?.[0]?.key ?? '' }
  if (kind === 'paper') return { kind, name: p.papers?.[0]?.key ?? '' }
  if (kind === 'check') return { kind, name: 'all' }
  if (kind === 'score') return { kind, name: p.scores?.[0]?.key ?? '' }
  if (kind === 'task') return { kind, name: 'task', with: { due: 'P1D' } }
  if (kind === 'token') return { kind, with: { ttl: 'PT24H' } }
  if (kind === 'call') return { kind, name: 'call' }
  if (kind === 'set') return { kind, set: {} }
  return { kind }
}

const effects = (p: Pipeline, key: string, edit: (list: Effect[], draft: Pipeline) => void): PipelineCommand =>
  change({ key: 'flow.step.effects', params: { name: labelOf(p, idOf('transitions', key)) } }, (draft) => {
    const transition = draft.transitions.find((t) => t.key === key)
    if (!transition) return
    const list = transition.effects ?? []
    edit(list, draft)
    if (list.length > 0) transition.effects = list
    else delete transition.effects
  })

export const addEffect = (p: Pipeline, key: string, kind: EffectKind): PipelineCommand =>
  effects(p, key, (list, draft) => void list.push(newEffect(draft, kind)))

export const removeEffect = (p: Pipeline, key: string, index: number): PipelineCommand =>
  effects(p, key, (list) => void list.splice(index, 1))

/** Moves an effect one place up or down. Undefined at the end. */
export function moveEffect(p: Pipeline, key: string, index: number, by: -1 | 1): PipelineCommand | undefined {
  const count = p.transitions.find((t) => t.key === key)?.effects?.length ?? 0
  if (index + by < 0 || index + by >= count) return undefined
  return effects(p, key, (list) => void list.splice(index + by, 0, ...list.splice(index, 1)))
}

/** Changes the approvals of a transition; undefined leaves it to one person. */
export const setApprovals = (p: Pipeline, key: string, approvals: Approvals | undefined): PipelineCommand =>
  change({ key: 'flow.step.approvals', params: { name: labelOf(p, idOf('transitions', key)) } }, (draft) => {
    const transition = draft.transitions.find((t) => t.key === key)
    if (!transition) return
    if (!approvals) delete transition.approvals
    else {
      transition.approvals = withinQuorum(approvals)
      transition.by = ['member']
    }
  })

/** A quorum makes sense only in parallel, and below the number of approvals. */
function withinQuorum({ quorum, ...rest }: Approvals): Approvals {
  return quorum !== undefined && rest.mode === 'parallel' && quorum < rest.steps.length ? { ...rest, quorum } : rest
}

/** The same approvals with one more, under a name in the language that is written. */
export function withStep(approvals: Approvals, name: Text): Approvals {
  const key = freeKey('approval', new Set(approvals.steps.map((s) => s.key)))
  return { ...approvals, steps: [...approvals.steps, { key, name } satisfies ApprovalStep] }
}

/** A list with one of its members moved up (-1) or down (1). */
export const moved = <T>(list: readonly T[], index: number, by: -1 | 1): T[] => list.toSpliced(index, 1).toSpliced(index + by, 0, list[index]!)
