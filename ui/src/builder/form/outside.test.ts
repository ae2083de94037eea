import { describe, expect, it } from 'vitest'
import type { Form } from '../../fields/types'
import { isNamed, mayBeNamed, type Outside, outsideOf } from './outside'
import { find, holds, isPage } from './tree'

const form: Form = {
  key: 'visit', title: { en: 'Visit' }, locales: ['en'], defaultLocale: 'en',
  pages: [{ id: 'p1', key: 'you', title: { en: 'You' }, fields: [
    { id: 'f1', key: 'name', type: 'text', label: { en: 'Name' } },
    { id: 'f2', key: 'kids', type: 'repeat', label: { en: 'Children' }, fields: [
      { id: 'f3', key: 'school', type: 'group', label: { en: 'School' }, fields: [{ id: 'f4', key: 'city', type: 'text', label: { en: 'City' } }] },
    ] },
  ] }],
}
const uses = [{ path: 'name' } as Outside]

describe('what other definitions name', () => {
  it('may be anything until it is known', () => {
    expect(mayBeNamed(undefined, 'name')).toBe(true)
    expect(isNamed(form, ['f1'], undefined)).toBe(true)
    expect(outsideOf(undefined, 'name')).toEqual([])
  })

  it('is asked about only where it is named, once it is known', () => {
    expect([isNamed(form, ['f1'], uses), isNamed(form, ['f2'], uses), isNamed(form, ['f1'], [])]).toEqual([true, false, false])
  })
})

it('a group holds what is in its groups, and neither itself nor its neighbours', () => {
  const kids = find(form, 'f2')!.node
  if (isPage(kids)) throw new Error('a field')
  expect(['f3', 'f4', 'f2', 'f1', undefined].map((id) => holds(kids, id))).toEqual([true, true, false, false, false])
})
