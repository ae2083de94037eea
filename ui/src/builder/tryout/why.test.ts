import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Form } from '../../fields/types'
import { probed, whyOf } from './why'

const template = JSON.parse(readFileSync(new URL('../../../../schemas/templates/pf-account.json', import.meta.url), 'utf8')) as { forms: Form[] }
const form = template.forms[0]!
const ask = (answers: Record<string, unknown>, pointer: string) => whyOf(form, { answers, facts: undefined, today: '2026-02-09' }, pointer)

describe('why a question is shown or hidden', () => {
  it('is told by each comparison of its rule, on the answers as they are', () => {
    const why = ask({ funds_origin: ['salary'], income: 0 }, '/wealth_origin')!
    expect(why).toMatchObject({ isShown: true, verdicts: [{ role: 'visibleWhen', holds: true }] })
    expect(why.verdicts[0]!.operands.map(({ value, holds }) => [value, holds])).toEqual([[['salary'], false], [0, true]])
  })

  it('is told by its page too', () => {
    const why = ask({ marital: 'single' }, '/spouse_name')!
    expect(why).toMatchObject({ isShown: false, verdicts: [{ role: 'page', holds: false }] })
    expect(ask({ marital: 'married' }, '/spouse_name')).toMatchObject({ isShown: true })
  })

  it('has no rule to tell of where there is none', () => expect(ask({}, '/email')).toEqual({ isShown: true, isRequired: true, verdicts: [] }))

  it('agrees with what is shown, for every question that can be asked about', () => {
    const pointers = probed(form).flatMap((each) => each.pointers)
    expect(pointers.length).toBeGreaterThan(40)
    for (const answers of [{}, { addr_country: 'BR', doc_type: 'cnh', is_pep: 'yes', occupation: 'employee' }]) {
      for (const pointer of pointers) {
        const why = ask(answers, pointer)!
        const shows = why.verdicts.filter((v) => v.role !== 'requiredWhen').every((v) => v.holds)
        expect(why.isShown, pointer).toBe(shows)
      }
    }
  })
})
