import { describe, expect, it } from 'vitest'
import { begin, record } from '../document/history'
import type { Worded } from '../document/texts'
import { restore } from './restore'

const titled = (en: string, outdated?: Worded['outdated']): Worded => ({ key: 'visit', title: { en, es: 'Visita' }, locales: ['en', 'es'], defaultLocale: 'en', ...(outdated && { outdated }) })

describe('a version that is put into the draft', () => {
  it.each([
    ['none, as the version has none', titled('Visit'), titled('Your visit')],
    ['none, though the draft has some', titled('Visit'), titled('Your visit', { es: ['title'] })],
    ['those of the version', titled('Visit', { es: ['title'] }), titled('Your visit')],
  ])('has marks of outdated translations: %s', (_, version, draft) => {
    const { name, run, judges } = restore(version, '3')
    const { present } = record(begin<object, string[]>(draft, []), { name, after: run(draft).after, to: [], at: 1, judges })
    expect(present).toEqual(version)
  })
})
