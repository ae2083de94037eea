import { expect, it } from 'vitest'
import type { PolicySet } from '../queries'
import { onTopOf } from './useRules'

const set = (revision: number, ...keys: string[]): PolicySet => ({ roles: keys.map((key) => ({ key, name: { en: key } })), policies: [], revision }) as PolicySet

it('takes over what others saved without a step when they did the same', () => {
  expect(onTopOf(set(2, 'clerk'), set(1), set(1, 'clerk'))).toEqual({ base: set(2, 'clerk'), steps: [], at: 0 })
})

it('keeps what was changed here as one step that is done', () => {
  const edit = onTopOf(set(2, 'chief'), set(1), set(1, 'clerk'))
  expect(edit.steps).toHaveLength(1)
  expect(edit.at).toBe(1)
  expect(edit.steps[0]!.rules.roles.map((r) => r.key).toSorted()).toEqual(['chief', 'clerk'])
})
