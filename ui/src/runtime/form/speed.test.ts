// Prints how long a key press takes in a large form; asserts only that the figures are there to be read.
import { expect, test } from 'vitest'
import type { Field, Form } from '../../fields/types'
import { compileForm, loadForm, progress, resolve, validate } from '.'
import type { State } from './types'
import { cel } from '../rule/cel'

const text = { en: 'Question' }

/** 300 fields in six pages: a third under a condition, one sum over ten of them, and twenty rows of ten. */
function large(): { form: Form; answers: Record<string, unknown> } {
  const answers: Record<string, unknown> = {}
  const field = (key: string, i: number): Field => {
    answers[key] = i % 3 === 1 ? i : 'Ana Maria'
    const base: Field = { id: key, key, type: i % 3 === 1 ? 'number' : 'text', label: text, required: i % 2 === 0 }
    if (i % 3 !== 2) return base
    const source = key.replace(/_\d+$/, `_${i - 1}`)
    return { ...base, visibleWhen: { query: { combinator: 'and', rules: [{ field: source, operator: '>', value: 0 }] } } }
  }
  const pages = Array.from({ length: 6 }, (_, p) => ({
    id: `p${p}`, key: `p${p}`, title: text, fields: Array.from({ length: 50 }, (_, i) => field(`f${p}_${i}`, i)),
  }))
  const sum = Array.from({ length: 10 }, (_, i) => `(has(answers.f0_${3 * i + 1}) ? answers.f0_${3 * i + 1} : 0.0)`).join(' + ')
  pages[5]?.fields.push({ id: 'sum', key: 'sum', type: 'computed', label: text, formula: { cel: sum } })
  const members = Array.from({ length: 10 }, (_, i) => ({ id: `r${i}`, key: `r${i}`, type: 'text', label: text }))
  pages[5]?.fields.push({ id: 'rows', key: 'rows', type: 'repeat', label: text, fields: members })
  answers.rows = Array.from({ length: 20 }, () => Object.fromEntries(members.map((m) => [m.key, 'x'])))
  return { form: loadForm({ key: 'large', title: text, locales: ['en'], defaultLocale: 'en', pages }), answers }
}

function time(rounds: number, work: (i: number) => void): number {
  work(0)
  const start = performance.now()
  for (let i = 1; i <= rounds; i++) work(i)
  return (performance.now() - start) / rounds
}

test('a key press in a form of 300 fields', () => {
  const { form, answers } = large()
  const compiled = compileForm(form, cel)
  const view = { answers, today: '2026-01-01' }
  let state: State = resolve(compiled, view)
  const figures = {
    'compile ms': time(5, () => compileForm(form, cel)),
    'resolve all ms': time(50, () => resolve(compiled, view)),
    'key press in a text ms': time(500, (i) => {
      state = resolve(compiled, { ...view, answers: { ...state.view.answers, f3_0: `Ana ${i}` } }, state)
    }),
    'key press that hides, shows and sums ms': time(500, (i) => {
      state = resolve(compiled, { ...view, answers: { ...state.view.answers, f0_1: i % 2 } }, state)
    }),
    'validate all ms': time(50, () => validate(state)),
    'progress ms': time(50, () => progress(state)),
  }
  console.table(Object.fromEntries(Object.entries(figures).map(([name, ms]) => [name, Number(ms.toFixed(3))])))
  expect(Object.values(figures).every(Number.isFinite)).toBe(true)
})
