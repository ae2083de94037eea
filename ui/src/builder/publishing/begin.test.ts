import { describe, expect, it } from 'vitest'
import type { Schemas } from '../../api/client'
import { beginAll, noneBegun } from './begin'
import type { Plan } from './ImpactPanel'

const plan: Plan = { choices: { asks: 'ask' }, stage: '' }
const migration = (id: string): Schemas['Migration'] => ({ id, state: 'running', done: 0, total: 1, outcomes: [] }) as unknown as Schemas['Migration']

describe('moving the cases of several pipelines', () => {
  it('goes on where one fails, and the next try asks for that one alone', async () => {
    const asked: string[] = []
    let isDown = true
    const move = async (pipeline: string) => {
      asked.push(pipeline)
      if (pipeline === 'loans' && isDown) throw new Error('busy')
      return migration(`m-${pipeline}`)
    }
    const plans = { cards: plan, loans: plan, idle: { choices: { asks: 'keep' as const }, stage: '' }, accounts: plan }
    const first = await beginAll(plans, noneBegun, move)
    expect(asked).toEqual(['cards', 'loans', 'accounts'])
    expect(Object.keys(first.moves)).toEqual(['cards', 'accounts'])
    expect(first.failed).toEqual({ loans: new Error('busy') })

    isDown = false
    const second = await beginAll(plans, first, move)
    expect(asked.slice(3)).toEqual(['loans'])
    expect(Object.values(second.moves).map((m) => m.id)).toEqual(['m-cards', 'm-accounts', 'm-loans'])
    expect(second.failed).toEqual({})
  })
})
