import { expect, it } from 'vitest'
import { rebase } from './rebase'

interface Opening {
  opensAt?: string | undefined
  paused: boolean
  message: Record<string, string>
  revision: number
}

const base: Opening = { opensAt: '2026-01-01T00:00:00Z', paused: false, message: { en: 'Soon' }, revision: 1 }

it('takes from others what was not changed here, and keeps what was', () => {
  const mine = { ...base, message: { en: 'Tomorrow' } }
  const theirs = { ...base, paused: true, message: { en: 'Later' }, revision: 2 }
  expect(rebase(base, mine, theirs)).toEqual({ ...base, paused: true, message: { en: 'Tomorrow' }, revision: 2 })
})

it('keeps what was emptied here', () => {
  expect(rebase(base, { ...base, opensAt: undefined }, { ...base, revision: 2 }).opensAt).toBeUndefined()
})
