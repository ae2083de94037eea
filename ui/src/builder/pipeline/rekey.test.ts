import { expect, it } from 'vitest'
import { Draft } from '../document/draft'
import { changeOf, isNamed } from './rekey'
import { idOf, type Pipeline } from './types'

it('while the server does not answer, a key may be named anywhere, and what is deleted goes', async () => {
  const p: Pipeline = {
    key: 'visits', title: { en: 'Visits' }, locales: ['en'], defaultLocale: 'en', form: 'visit', contact: { name: '', email: '' },
    stages: [{ key: 'begin', name: { en: 'Begin' }, kind: 'applicant', applicant: {}, answers: 'closed' }], transitions: [],
  }
  const never = () => Promise.reject(new TypeError('no network'))
  const draft = new Draft<Pipeline>({ load: never, save: never, meet: never }, { read: () => null, write: () => undefined }, { body: p, revision: 1, findings: [] })
  const id = idOf('stages', 'begin')
  expect(await isNamed(draft, changeOf({ do: 'rename', id, to: 'start' })!)).toBe(true)
  expect(await isNamed(draft, changeOf({ do: 'delete', id })!)).toBe(false)
})
