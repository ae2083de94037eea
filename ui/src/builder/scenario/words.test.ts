import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Form } from '../../fields/types'
import { flatten } from '../../i18n/catalogue'
import apply from '../../i18n/en/apply.json'
import common from '../../i18n/en/common.json'
import flow from '../../i18n/en/flow.json'
import tryout from '../../i18n/en/tryout.json'
import { createI18n } from '../../i18n/I18n'
import type { Pipeline, Step } from '../pipeline/types'
import type { Words } from '../pipeline/words'
import { stepWords } from './words'

const template = JSON.parse(readFileSync(new URL('../../../../schemas/templates/pf-account.json', import.meta.url), 'utf8')) as { pipelines: Pipeline[]; forms: Form[] }
const p = template.pipelines[0]!
const form = template.forms.find((f) => f.key === p.form)!
const i18n = createI18n('en', flatten({ apply: { ...apply }, common: { ...common }, flow: { ...flow }, tryout: { ...tryout } }), 'en', () => undefined)
const verb = (v: string): string => i18n.text(p.transitions.find((t) => t.trigger.verb === v)?.title) || v
const words = stepWords({ i18n, p, form, words: { verb } as Words, role: (key) => `Role ${key}` })
const say = (step: Step): string => [words.who(step), words.act(step), ...words.expects(step)].filter(Boolean).join(' | ')

describe('a step in words', () => {
  it('says who does what', () => {
    expect(say({ as: 'applicant', do: 'start' })).toBe('Applicant | begins a case')
    expect(say({ as: 'compliance', person: 2, do: 'approve', note: 'ok' })).toBe('Role compliance 2 | presses “Approve” – Note: ok')
    expect(say({ do: 'wait', for: 'P1DT2H' })).toBe('Time passes: 1 day and 2 hours')
    expect(say({ do: 'check', check: 'pep', result: 'unavailable' })).toMatch(/^From here on, “.+”: gives no answer$/)
  })

  it('names pages, fields and answers as people read them', () => {
    const page = form.pages.find((each) => each.fields.some((f) => f.type === 'text'))!
    const field = page.fields.find((f) => f.type === 'text')!
    expect(say({ as: 'applicant', do: 'save', page: page.key, answers: { [field.key]: 'Maria' } })).toBe(`Applicant | fills in “${page.title.en}” – ${field.label!.en}: Maria`)
    const file = form.pages.flatMap((each) => each.fields).find((f) => f.type === 'image')!
    expect(say({ as: 'applicant', do: 'upload', field: `/${file.key}`, file: 'photo' })).toBe(`Applicant | hands in a sample (photo) for “${file.label!.en}”`)
  })

  it('says what must come of it', () => {
    const stage = p.stages.find((s) => s.key === 'rejected')!
    expect(words.expects({ do: 'reject', expect: { stage: 'rejected', messages: ['rejected'] } })).toEqual([`It stands at “${stage.name.en}”`, `Sent: ${p.messages!.find((m) => m.key === 'rejected')!.subject.en}`])
    expect(words.expects({ do: 'approve', expect: { refused: 'case.maker_checker' } })).toEqual(['It is refused: somebody else must do it'])
    expect(words.expects({ do: 'approve', expect: { refused: 'some.other' } })).toEqual(['It is refused: some.other'])
  })

  it('tells what it does not know by its key', () => {
    expect(say({ as: 'applicant', do: 'save', page: 'gone', answers: { gone: null } })).toBe('Applicant | fills in “gone” – gone: nothing')
  })
})
