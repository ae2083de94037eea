import { expect, it } from 'vitest'
import { overlay, rehomed } from './pending'

it('keeps what was typed under the pages that ask for it after the form has changed', () => {
  const before = { who: { name: 'Ana', town: 'Recife' }, old: { gone: 'x', pets: null } }
  const page: Record<string, string> = { name: 'who', town: 'address', pets: 'home' }
  const after = rehomed(before, (key) => page[key])
  expect(after).toEqual({ who: { name: 'Ana' }, address: { town: 'Recife' }, home: { pets: null } })
  expect(overlay({ name: 'Bia', pets: ['Rex'] }, after)).toEqual({ name: 'Ana', town: 'Recife' })
})
