import { expect, test } from 'vitest'
import { compileForm, createLook, LoadError, loadForm, validatePlace } from '.'
import { cel } from '../rule/cel'

const title = { en: 'Title' }

function small(fields: unknown[]): unknown {
  return { key: 'small', title, locales: ['en'], defaultLocale: 'en', pages: [{ id: 'p', key: 'p', title, fields }] }
}

test('what is absent or null gets its empty value, and what is unknown is dropped', () => {
  const form = loadForm({ ...(small([{ id: 'f', key: 'f', type: 'text', config: null, options: null, evil: 1 }]) as object), validations: null })
  expect(form.validations).toEqual([])
  expect(form.pages[0]?.fields[0]).toMatchObject({ config: {}, options: [], fields: [], required: false, label: {} })
  expect(form.pages[0]?.fields[0]).not.toHaveProperty('evil')
})

test.each([null, [], 'x', {}, small([null]), small([{ id: 'f', key: 'f' }]), small([{ id: 'f', key: 'f', type: 'text', validations: [{}] }])])(
  'no form can be made of %j',
  (wire) => {
    expect(() => loadForm(wire)).toThrow(LoadError)
  },
)

test('a look follows the answers', () => {
  const rule = { query: { combinator: 'and', rules: [{ field: 'a', operator: '=', value: 'yes' }] } }
  const form = compileForm(loadForm(small([
    { id: 'a', key: 'a', type: 'text' },
    { id: 'b', key: 'b', type: 'number', visibleWhen: rule, required: true },
    { id: 'c', key: 'c', type: 'computed', formula: { cel: 'has(answers.b) ? answers.b * 2.0 : 0.0' } },
  ])), cel)
  const look = createLook(form, { today: '2026-01-01' })
  expect(look({}).isVisible('/b')).toBe(false)
  const shown = look({ a: ' yes ' })
  expect([shown.isVisible('/b'), shown.isRequired('/b'), shown.hasPage('p'), shown.computed('/c')]).toEqual([true, true, true, 0])
  expect(validatePlace(shown.state, '/b')).toEqual([{ path: '/b', key: 'empty', severity: 'error' }])
  expect(look({ a: ' yes ', b: 4 }).computed('/c')).toBe(8)
  expect(look({ a: 'no', b: 4 }).computed('/c')).toBe(0)
})
