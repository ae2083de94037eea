import { describe, expect, it } from 'vitest'
import type { Form, Rule } from '../../fields/types'
import { choose, culpritOf } from '../document/settle'
import { slotAfter } from './actions/adding'
import { copied, pasted } from './clipboard'
import * as commands from './commands'
import { operators, startValue, withOperator } from './rules/operators'
import { readables } from './rules/scope'
import { sentences } from './rules/sentence'
import { settings } from './settings'
import { parseForm } from './tabs/parse'
import { find } from './tree'
import { clicked } from './useStructureKeys'

const form: Form = {
  key: 'visit', title: { en: 'Visit', es: 'Visita' }, locales: ['en', 'es'], defaultLocale: 'en',
  pages: [
    { id: 'p1', key: 'you', title: { en: 'You' }, fields: [
      { id: 'f1', key: 'name', type: 'text', label: { en: 'Name', es: 'Nombre' } },
      { id: 'f2', key: 'born', type: 'date', label: { en: 'Born' } },
      { id: 'f3', key: 'kids', type: 'repeat', label: { en: 'Children' }, fields: [{ id: 'f4', key: 'age', type: 'number', label: { en: 'Age' } }] },
    ] },
    { id: 'p2', key: 'more', title: { en: 'More' }, fields: [{ id: 'f5', key: 'colour', type: 'select', label: { en: 'Colour' }, options: [{ value: 'red', label: { en: 'Red' } }] }] },
  ],
}

describe('options, one a line', () => {
  it('keep a value as it was written, and give the second of its kind a number', () => {
    const read = commands.optionsFrom('PTP|Promise to pay\n18-25|Under 26\nRed\nRed', 'en', [])
    expect(read.map((o) => o.value)).toEqual(['PTP', '18-25', 'red', 'red_2'])
  })

  it('keep their values when a label changes its language', () => {
    const before = [{ value: 'PTP', label: { en: 'Promise', es: 'Promesa' } }]
    expect(commands.optionsFrom(commands.linesOf(before, 'es'), 'es', before)).toEqual(before)
  })
})

describe('the clipboard', () => {
  it('carries fields into another form, with new ids', () => {
    const nodes = pasted(copied(form, ['f3', 'f4', 'f1']))!
    expect(nodes.map((node) => node.key)).toEqual(['name', 'kids'])
    const { after, selection } = commands.insert(nodes, { parent: 'p2', index: 0 }, { key: 'x' }).run(form)
    expect(after.pages[1]!.fields.map((f) => f.key)).toEqual(['name_2', 'kids_2', 'colour'])
    expect(selection).not.toContain('f1')
  })

  it.each(['', 'hello', '{}', '[]', '{"nodes":[1]}', '{"type":1}'])('takes no other text: %s', (text) => {
    expect(pasted(text)).toBeUndefined()
  })
})

describe('rules', () => {
  const words: Record<string, string> = { 'builder.says.olderThan': '{field} was {value} years ago', 'builder.says.is': '{field} is {value}', 'builder.and': 'and', 'builder.match.some': 'some {rule}', 'builder.says.atLeast': '{field} >= {value}' }
  const say = (key: string, params: Record<string, string | number> = {}): string => (words[key] ?? key).replace(/\{(\w+)\}/g, (_, name: string) => String(params[name]))
  const sentence = sentences({ form, read: (text) => text?.en ?? '', i18n: { t: say, find: say, date: (d) => String(d), either: (l) => l.join() } })

  it('read as sentences', () => {
    const rule: Rule = { query: { combinator: 'and', rules: [
      { field: 'born', operator: 'olderThan', value: 18 }, { field: 'colour', operator: '=', value: 'red' }, { field: 'kids[].age', operator: '>=', value: 3, match: 'some' },
    ] } }
    expect(sentence(rule)).toBe('Born was 18 years ago and Colour is Red and some Age >= 3')
  })

  it('see rows from inside and outside', () => {
    expect(readables(form, 'f1').find((each) => each.path === 'kids[].age')?.isOutside).toBe(true)
    expect(readables(form, 'f4').map((each) => [each.path, each.isOutside])).toEqual([['name', false], ['born', false], ['kids', false], ['colour', false]])
  })

  it('begin with a value that fits, for every operator of every type', () => {
    for (const [type, list] of Object.entries(operators)) {
      for (const operator of list) {
        const value = startValue(type as keyof typeof operators, operator, ['a'])
        expect(value === undefined, `${type} ${operator}`).toBe(operator === 'isEmpty' || operator === 'notEmpty')
      }
    }
    expect(withOperator({ field: 'x', operator: '<', value: 5 }, 'between', 'number', [])).toEqual({ field: 'x', operator: 'between', value: [0, 100] })
    expect(withOperator({ field: 'x', operator: '<', value: 5 }, '>', 'number', [])).toEqual({ field: 'x', operator: '>', value: 5 })
  })
})

describe('labels', () => {
  it('make the key of what is new, and of nothing else', () => {
    const change = { path: ['label', 'en'], value: 'Full name' }
    expect(find(commands.relabel(form, 'f1', { ...change, isKeyed: true }).run(form).after, 'f1')!.node.key).toBe('full_name')
    expect(find(commands.relabel(form, 'f1', { ...change, isKeyed: false }).run(form).after, 'f1')!.node.key).toBe('name')
  })

  it('are written where the node stands, however deep', () => {
    const { after } = commands.set(form, 'f4', ['label', 'es'], 'Edad').run(form)
    expect(find(after, 'f4')!.node).toMatchObject({ label: { en: 'Age', es: 'Edad' } })
    expect(after.pages[1]).toBe(form.pages[1])
  })
})

describe('json', () => {
  it('says the line of a mistake', () => {
    expect(parseForm('{\n  "key": oops\n}', 'visit')).toEqual({ fault: 'syntax', line: 2, column: 10 })
    expect(parseForm('[1,\n 2', 'visit')).toMatchObject({ line: 2 })
    expect(parseForm('{"pages": 1}', 'visit')).toEqual({ fault: 'shape' })
    expect(parseForm(JSON.stringify(form), 'other')).toEqual({ fault: 'key' })
    expect(parseForm(JSON.stringify(form), 'visit')).toEqual({ form })
  })
})

describe('selection', () => {
  it('grows by range and by one', () => {
    const order = ['a', 'b', 'c', 'd']
    const plain = { ctrlKey: false, metaKey: false, shiftKey: false }
    expect(clicked(order, ['b'], 'd', { ...plain, shiftKey: true })).toEqual(['b', 'c', 'd'])
    expect(clicked(order, ['b'], 'd', { ...plain, ctrlKey: true })).toEqual(['b', 'd'])
    expect(clicked(order, ['b', 'd'], 'b', { ...plain, ctrlKey: true })).toEqual(['d'])
  })

  it('says where something new goes', () => {
    expect(slotAfter(form, ['f1'])).toEqual({ parent: 'p1', index: 1 })
    expect(slotAfter(form, ['p2'])).toEqual({ parent: 'p2', index: 1 })
    expect(slotAfter(form, [])).toEqual({ parent: 'p2', index: 1 })
  })
})

describe('conflicts and findings', () => {
  it('take what the other one wrote, or delete what was deleted', () => {
    const conflict = { node: 'f1', path: ['label', 'en'], base: 'Name', ours: 'Mine', theirs: 'Theirs' }
    expect(find(choose<Form>(conflict, 'theirs')!.run(form).after, 'f1')!.node).toMatchObject({ label: { en: 'Theirs' } })
    expect(choose<Form>(conflict, 'ours')).toBeUndefined()
    const gone = choose<Form>({ node: 'f4', path: [], base: {}, ours: {}, theirs: undefined }, 'theirs')!
    expect(find(gone.run(form).after, 'f4')).toBeUndefined()
  })

  it('name the innermost culprit', () => {
    expect(culpritOf(form, '/pages/0/fields/2/fields/0/label')).toBe('f4')
    expect(culpritOf(form, '/title')).toBe('')
  })
})

it('has settings for types that exist only', async () => {
  const { fieldChecks } = await import('../../fields/registry')
  for (const type of Object.keys(settings)) expect(fieldChecks).toHaveProperty(type)
})
