import { describe, expect, it } from 'vitest'
import type { DraftServer, Kept } from '../document/draft'
import { UnsavedDraft } from '../frame/saved'
import * as commands from '../pipeline/commands'
import type { Pipeline, Scenario } from '../pipeline/types'
import { keepElsewhere } from './subject'

const start: Pipeline = {
  key: 'visits', title: { en: 'Visits' }, locales: ['en'], defaultLocale: 'en', form: 'visit', contact: { name: '', email: '' },
  stages: [{ key: 'begin', name: { en: 'Begin' }, kind: 'applicant', applicant: {}, answers: 'closed' }], transitions: [],
}
const add = () => commands.add('scenarios', { key: 'first', title: { en: 'First' }, steps: [] } as unknown as Scenario)

/** A server whose saving can be cut. */
function office() {
  let kept: Kept<Pipeline> = { body: start, revision: 1, findings: [] }
  const line: DraftServer<Pipeline> & { isCut: boolean; kept: () => Pipeline } = {
    isCut: false,
    kept: () => kept.body,
    load: async () => kept,
    save: async (body, revision) => {
      if (line.isCut) throw new TypeError('no network')
      kept = { body, revision: revision + 1, findings: [] }
      return { revision: kept.revision, findings: [] }
    },
    meet: async () => ({ revision: kept.revision, peers: [] }),
  }
  return line
}

describe('a scenario for a pipeline that is not open', () => {
  it('is there once when it is kept at the second try, and the first try told that it failed', async () => {
    const line = office()
    line.isCut = true
    await expect(keepElsewhere(line, add())).rejects.toThrow(UnsavedDraft)
    expect(line.kept().scenarios).toBeUndefined()

    line.isCut = false
    await keepElsewhere(line, add())
    expect(line.kept().scenarios?.map((s) => s.key)).toEqual(['first'])
  })
})
