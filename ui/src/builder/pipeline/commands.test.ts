import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { begin, type History, record, redo, undo } from '../document/history'
import type { Json } from '../document/json'
import * as commands from './commands'
import { rulesIn, usesIn } from './references'
import { idOf, listNames, type Lists, type Pipeline, type StageKind } from './types'
import { numbers } from '../document/numbers'

const shipped = (name: string): Pipeline =>
  (JSON.parse(readFileSync(new URL(`../../../../schemas/templates/${name}.json`, import.meta.url), 'utf8')) as { pipelines: Pipeline[] }).pipelines[0]!

const text = (words: string) => ({ 'pt-BR': words, en: words })

/** Some command that the pipeline allows, or none. */
function anyCommand(p: Pipeline, random: () => number): commands.PipelineCommand | undefined {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  const n = Math.floor(random() * 99)
  const stage = (): string => (random() < 0.1 ? '' : pick(p.stages).key)
  const transition = (): string => (p.transitions.length > 0 ? pick(p.transitions).key : '')
  const anyId = (): string => {
    const list = pick(listNames)
    const members = p[list] ?? []
    return members.length > 0 ? idOf(list, pick(members as { key: string }[]).key) : ''
  }
  const words = { name: text(`Etapa ${n}`), title: text('Seguir') }
  const kind = pick<StageKind>(['staff', 'applicant', 'automatic', 'end'])
  const kinds: (() => commands.PipelineCommand | undefined)[] = [
    () => commands.addStage(words.name, kind),
    () => commands.setApprovals(p, transition(), random() < 0.3 ? undefined : { mode: pick(['parallel', 'series'] as const), quorum: 1, steps: [{ key: `a${n}`, name: text('A') }, { key: 'b', name: text('B') }] }),
    () => commands.add('scores', { key: `score_${n}`, title: text('Pontos'), rows: [{ key: 'r', label: text('R'), points: n }], bands: [{ key: 'low', label: text('Baixo') }] }),
    () => commands.appendStage(pick(p.stages).key, words, kind),
    () => commands.insertStageOn(p, transition(), words, kind),
    () => commands.addTransition(p, stage(), stage(), words.title),
    () => commands.redirect(p, transition(), pick(['from', 'to']), pick(p.stages).key),
    () => (p.stages.length > 3 ? commands.remove(p, [anyId()]) : undefined),
    () => commands.duplicate(p, [anyId()]),
    () => commands.move(p, anyId(), pick([-1, 1])),
    () => commands.rename(p, anyId(), `key_${n}`),
    () => commands.renameQueue('approval', `queue_${n}`),
    () => commands.setText(p, idOf('stages', pick(p.stages).key), ['applicant'], 'en', `text ${n}`),
    () => commands.set(p, idOf('stages', pick(p.stages).key), ['serviceLevel'], random() < 0.3 ? undefined : `P${n}D`),
    () => commands.set(p, '', ['contact', 'phone'], random() < 0.3 ? undefined : 'mobile'),
    () => commands.setKind(p, pick(p.stages).key, kind),
    () => commands.setTrigger(p, transition(), pick([{ verb: 'approve' }, { event: 'stage.entered' }, { timer: { after: ['P3D'], since: 'stage' } }])),
    () => commands.addEffect(p, transition(), pick(['message', 'check', 'task', 'token', 'set', 'freeze'])),
    () => commands.removeEffect(p, transition(), 0),
    () => commands.moveEffect(p, transition(), 0, 1),
    () => commands.add('messages', { key: 'hello', channel: 'email', subject: text('Oi'), body: text('Oi {name}') }),
    () => commands.add('reasons', { key: 'why', label: text('Porque'), applicant: text('Porque'), for: ['reject'] }),
    () => commands.add('attributes', { key: 'fact', type: 'text' }),
  ]
  return pick(kinds)()
}

function apply(h: History<Pipeline, string[]>, command: commands.PipelineCommand, at: number): History<Pipeline, string[]> {
  const { after, selection } = command.run(h.present)
  return record(h, { name: command.name, after, to: selection ?? h.selection, place: command.place, at })
}

describe.each(['pf-account', 'pj-account', 'address-change'])('the history of %s', (name) => {
  it.each([1, 2, 3, 4])('gives back what was before 200 changes, and after them (seed %i)', (seed) => {
    const random = numbers(seed)
    const start = shipped(name)
    const kept = JSON.stringify(start)
    let h = begin<Pipeline, string[]>(start, [])
    while (h.past.length < 200) {
      const command = anyCommand(h.present, random)
      if (command) h = apply(h, command, h.past.length * (random() < 0.2 ? 1 : 10_000))
    }
    for (const list of listNames) {
      const keys = (h.present[list] ?? []).map((each: Lists[typeof list]) => each.key)
      expect(new Set(keys).size, list).toBe(keys.length)
    }
    const stages = new Set(['', ...h.present.stages.map((s) => s.key)])
    for (const t of h.present.transitions) expect([stages.has(t.from), stages.has(t.to)], t.key).toEqual([true, true])
    const end = JSON.stringify(h.present)
    while (h.past.length > 0) h = undo(h).history
    expect(JSON.stringify(h.present)).toBe(kept)
    while (h.future.length > 0) h = redo(h).history
    expect(JSON.stringify(h.present)).toBe(end)
  })

  it('takes the steps of scenarios along when what they name is renamed', () => {
    const steps = [{ do: 'check', check: 'pep', result: 'fail' }, { do: 'reject', as: 'compliance', reason: 'x', expect: { stage: 'rejected', messages: ['rejected', 'welcome'] } }]
    let p: Pipeline = { ...shipped(name), scenarios: [{ key: 'one', title: text('Um'), steps }] }
    const stage = p.stages.find((s) => s.key === 'rejected')!.key
    const message = p.messages!.find((m) => m.key === 'rejected')!.key
    p = commands.rename(p, idOf('stages', stage), 'refused')!.run(p).after
    p = commands.rename(p, idOf('messages', message), 'no')!.run(p).after
    p = commands.rename(p, idOf('checks', p.checks![0]!.key), 'first')!.run(p).after
    expect(p.scenarios![0]!.steps[1]!.expect).toEqual({ stage: 'refused', messages: ['no', 'welcome'] })
    expect(p.scenarios![0]!.steps[0]!.check).toBe('pep')
  })

  it('is followed by every reference when anything is renamed', () => {
    let p = shipped(name)
    const before = listNames.flatMap((list) => (p[list] ?? []).map((each) => [list, each.key, usesIn(p, list, each.key).length] as const))
    for (const [list, key] of before) p = commands.rename(p, idOf(list, key), `${key.slice(0, 30)}_x`)!.run(p).after
    for (const [list, key, uses] of before) expect(usesIn(p, list, `${key.slice(0, 30)}_x`), key).toHaveLength(uses)
    const stages = new Set(['', ...p.stages.map((s) => s.key)])
    expect(p.transitions.every((t) => stages.has(t.from) && stages.has(t.to))).toBe(true)
    const fields = JSON.stringify(rulesIn(p as unknown as Json)).match(/"(?:case|checks)\.[^"]+"/g) ?? []
    expect(fields.length).toBeGreaterThan(5)
    for (const field of fields) expect(field).toMatch(/_x|"case\.(?:stage|reason|reopenable|openItems|attempts|round|daysSinceStart|daysInStage|tokens24h|changed)"|"case\.changed\.all\([^"]*"|"checks\.all"/)
  })
})

describe('a stage', () => {
  const words = { name: text('Segunda aprovação'), title: text('Aprovar') }

  it('put on a transition is taken off it again without a trace of its ways', () => {
    const p = shipped('pf-account')
    const inserted = commands.insertStageOn(p, 't13', words)!.run(p)
    const [id = ''] = inserted.selection ?? []
    expect(id).toBe('stages/segunda_aprovacao')
    expect(inserted.after.transitions.find((t) => t.key === 't13')!.to).toBe('segunda_aprovacao')
    const onward = inserted.after.transitions.filter((t) => t.from === 'segunda_aprovacao')
    expect(onward.map((t) => [t.to, t.trigger.verb, t.by])).toEqual([['final_review', 'approve', ['member']]])
    const removed = commands.remove(inserted.after, [id]).run(inserted.after).after
    expect(removed).toEqual(p)
  })

  it('with several ways out takes all of its transitions with it', () => {
    const p = shipped('pf-account')
    const { after } = commands.remove(p, ['stages/approval']).run(p)
    expect(after.transitions.some((t) => t.from === 'approval' || t.to === 'approval')).toBe(false)
  })

  it('that becomes an end has an outcome, and loses it again', () => {
    const p = shipped('pf-account')
    const ended = commands.setKind(p, 'approval', 'end').run(p).after
    expect(ended.stages.find((s) => s.key === 'approval')!.outcome).toBe('completed')
    const back = commands.setKind(ended, 'approval', 'staff').run(ended).after
    expect(back).toEqual(p)
  })
})

describe('a transition', () => {
  it('that becomes the work of time has no title to be demanded', () => {
    const p = shipped('pf-account')
    const timed = commands.setTrigger(p, 't13', { timer: { after: ['P3D'], since: 'stage' } }).run(p).after
    expect(timed.transitions.find((t) => t.key === 't13')).not.toHaveProperty('title')
  })
})

describe('a check', () => {
  it('of another type loses the settings of the old one, but for the facts that every check may set', () => {
    const p = shipped('pf-account')
    const changed = commands.setCheckType(p, 'age', 'duplicate').run(p).after
    expect(changed.checks?.find((c) => c.key === 'age')).toMatchObject({ type: 'duplicate', config: { set: { needs_compliance: true } } })
    expect(Object.keys(changed.checks!.find((c) => c.key === 'age')!.config!)).toEqual(['set'])
  })

  it('whose list is changed twice at once is taken back one change at a time', () => {
    const p = shipped('pf-account')
    const id = idOf('checks', 'age')
    const apply = (h: History<Pipeline, string[]>, fields: string[]): History<Pipeline, string[]> => {
      const { name, run, place } = commands.asStep(commands.set(h.present, id, ['fields'], fields))
      return record(h, { name, after: run(h.present).after, to: [], place, at: 0 })
    }
    const h = apply(apply(begin(p, []), ['a']), ['a', 'b'])
    expect(undo(h).history.present.checks?.find((c) => c.key === 'age')?.fields).toEqual(['a'])
  })
})

// Go reads the same cases in builder/refactor/member_test.go.
describe('a stage that is taken away', () => {
  const folder = new URL('../../../../schemas/testdata/bridges/', import.meta.url)
  const cases = readdirSync(folder).map((file) => [file, JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Pipeline & { stage: string; left: unknown }] as const)

  it.each(cases)('leaves what the corpus says: %s', (_, { stage, left, ...p }) => {
    const { after } = commands.remove(p, [idOf('stages', stage)]).run(p)
    expect(after.transitions).toEqual(left)
  })
})
