import { expect, it } from 'vitest'
import { Draft } from '../document/draft'
import { isNamedElsewhere, renaming } from './rekey'
import { idOf, type Pipeline } from './types'

it('a member may be named elsewhere while the server does not answer', async () => {
  const p: Pipeline = {
    key: 'visits', title: { en: 'Visits' }, locales: ['en'], defaultLocale: 'en', form: 'visit', contact: { name: '', email: '' },
    stages: [{ key: 'begin', name: { en: 'Begin' }, kind: 'applicant', applicant: {}, answers: 'closed' }], transitions: [],
  }
  const never = () => Promise.reject(new TypeError('no network'))
  const draft = new Draft<Pipeline>({ load: never, save: never, meet: never }, { read: () => null, write: () => undefined }, { body: p, revision: 1, findings: [] })
  expect(await isNamedElsewhere(draft, renaming(idOf('stages', 'begin'), 'start')!)).toBe(true)
})
