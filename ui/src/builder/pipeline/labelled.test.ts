import { expect, it } from 'vitest'
import { labelled } from './labelled'

it('names answers as people do, and leaves what the server fills in', () => {
  const places = [{ value: 'name', label: 'Full name', isOwn: true }, { value: 'full_name', label: 'Name in full' }, { value: 'address.city', label: 'Address › City' }]
  expect(labelled('{name}, {full_name} of {address.city}: {gone} {', places)).toBe('{name}, {Name in full} of {Address › City}: {gone} {')
})
