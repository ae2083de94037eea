import { expect, it } from 'vitest'
import { headed, type Item, pageAfter, sectionsOf } from './items'

const item = (key: string, state: Item['state'], pages?: string[]): Item =>
  ({ key, kind: 'form', title: { en: key }, state, canOpen: true, canMark: false, ...(pages && { pages }) })

it('puts every item into one section', () => {
  const states: Item['state'][] = ['todo', 'started', 'blocked', 'problem', 'checking', 'ours', 'done']
  const { owe, ours, done } = sectionsOf(states.map((s) => item(s, s)))
  expect([owe, ours, done].map((l) => l.map((i) => i.key))).toEqual([['todo', 'started', 'blocked', 'problem'], ['checking', 'ours'], ['done']])
})

it('leads through the pages of an item, round the corner, and stops when all are done', () => {
  const state = (key: string, done: boolean) => ({ key, title: {}, done, answered: 0, required: 0 })
  const it = item('x', 'todo', ['a', 'b', 'c'])
  expect(pageAfter(it, 'a', [state('a', true), state('b', true), state('c', false)])).toBe('c')
  expect(pageAfter(it, 'c', [state('a', false), state('b', true), state('c', true)])).toBe('a')
  expect(pageAfter(it, 'b', [state('a', true), state('b', true), state('c', true), state('z', false)])).toBeUndefined()
})

it('puts items under their headings', () => {
  const about = { en: 'About you' }
  const found = headed([item('a', 'todo'), { ...item('b', 'todo'), heading: about }, { ...item('c', 'todo'), heading: { ...about } }, item('d', 'todo')])
  expect(found.map((g) => [g.heading?.['en'], g.items.map((i) => i.key)])).toEqual([[undefined, ['a']], ['About you', ['b', 'c']], [undefined, ['d']]])
})
