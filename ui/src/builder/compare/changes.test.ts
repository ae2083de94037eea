import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Field, Form } from '../../fields/types'
import * as commands from '../form/commands'
import { changesBetween } from './changes'

interface Template {
  forms: Form[]
  pipelines: { stages: { key: string; serviceLevel?: string }[]; transitions: { key: string }[] }[]
}

const template = JSON.parse(readFileSync(new URL('../../../../schemas/templates/pf-account.json', import.meta.url), 'utf8')) as Template
const form = template.forms[0]!
const [first, second] = form.pages
const [one, two, three] = first!.fields as [Field, Field, Field]

const told = (after: object, before: object = form): string[] =>
  changesBetween(before, after, 'en').map((c) => [c.kind, c.list, c.name, c.property, c.before, c.after].filter((x) => x !== undefined && x !== '').join(' | '))

const en = (field: Field): string => field.label!.en!

describe('the changes between two versions', () => {
  it('are none where nothing differs', () => expect(told(structuredClone(form))).toEqual([]))

  it('leave out which translations are outdated', () => expect(told({ ...form, outdated: { en: [`${one.id}/label`] } })).toEqual([]))

  it('name what was added, with what is in it told once', () => {
    const group = { ...commands.newField(form, 'group', { en: 'Address abroad' }), key: 'abroad', fields: [commands.newField(form, 'text', { en: 'Street' })] }
    expect(told(commands.insert([group], { parent: first!.id, index: 1 }, { key: 'x' }).run(form).after)).toEqual(['added | fields | Address abroad'])
  })

  it('name what is gone', () => expect(told(commands.remove(form, [two.id]).run(form).after)).toEqual([`removed | fields | ${en(two)}`]))

  it('name the one that moved, not those it passed', () => {
    expect(told(commands.move(form, [one.id], { parent: first!.id, index: 3 })!.run(form).after)).toEqual([`moved | fields | ${en(one)}`])
  })

  it('say from where to where', () => {
    const moved = commands.move(form, [three.id], { parent: second!.id, index: 0 })!.run(form).after
    expect(told(moved)).toContain(`moved | fields | ${en(three)} | ${first!.title.en} | ${second!.title.en}`)
  })

  it('give the words of one language alone', () => {
    expect(told(commands.set(form, one.id, ['label', 'en'], 'Whole name').run(form).after)).toEqual([`changed | fields | Whole name | label | ${en(one)} | Whole name`])
  })

  it('speak of the lists of a pipeline by key', () => {
    const before = template.pipelines[0]!
    const after = structuredClone(before)
    after.stages[1]!.serviceLevel = 'P9D'
    after.transitions.splice(2, 1)
    const lines = told(after, before)
    expect(lines.some((line) => line.startsWith('changed | stages') && line.endsWith('P9D'))).toBe(true)
    expect(lines.some((line) => line.startsWith('removed | transitions'))).toBe(true)
    expect(lines).toHaveLength(2)
  })

  it('tell the steps of a scenario in words, only those that differ', () => {
    const scenario = (last: string) => ({ scenarios: [{ key: 'one', title: { en: 'One' }, steps: [{ do: 'start' }, { do: last }, { do: 'sign' }] }] })
    const tell = (list: string, property: string, value: unknown) => (list === 'scenarios' && property === 'steps' ? (value as { do: string }[]).map((step) => step.do) : undefined)
    expect(changesBetween(scenario('approve'), scenario('reject'), 'en', tell)).toEqual([
      { kind: 'changed', list: 'scenarios', name: 'One', within: [], property: 'steps', before: 'approve', after: 'reject' },
    ])
  })

  it('tell each approval of a transition, and the order of all', () => {
    const before = structuredClone(template.pipelines[0]!) as { transitions: { title?: object; approvals?: object }[] }
    before.transitions[3]!.approvals = { mode: 'parallel', steps: [{ key: 'a', name: { en: 'Chair' } }, { key: 'b', name: { en: 'Second' } }] }
    const after = structuredClone(before)
    after.transitions[3]!.approvals = { mode: 'series', steps: [{ key: 'a', name: { en: 'President' } }, { key: 'b', name: { en: 'Second' } }, { key: 'c', name: { en: 'Third' } }] }
    const lines = told(after, before)
    expect(lines).toHaveLength(3)
    expect(lines.some((line) => line.startsWith('changed | transitions') && line.endsWith('approvals.mode | parallel | series'))).toBe(true)
    expect(lines).toContain('changed | steps | President | name | Chair | President')
    expect(lines).toContain('added | steps | Third')
  })
})
