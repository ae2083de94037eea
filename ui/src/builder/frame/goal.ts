import { createContext, useContext, useEffect, useRef } from 'react'
import { Cell } from '../document/cell'
import { textAt, type Worded } from '../document/texts'
import type { Violation } from '../../fields/types'

/** A sentence that somebody was led to: a text in one language. */
export interface Goal {
  address: string
  locale: string
}

const Context = createContext<Cell<Goal | undefined>>(new Cell<Goal | undefined>(undefined))

export const GoalProvider = Context.Provider

/** Where the table of translations should go; it forgets it once it is there. */
export const useGoal = (): Cell<Goal | undefined> => useContext(Context)

/** Opens the table of translations as soon as there is somewhere to go in it. */
export function useGoalArrival(open: () => void): void {
  const goal = useGoal()
  const latest = useRef(open)
  latest.current = open
  useEffect(() => {
    const arrive = (): void => void (goal.get() && latest.current())
    arrive()
    return goal.subscribe(arrive)
  }, [goal])
}

/** The sentence that a finding is about: one that is missing, or the first that is outdated. Undefined for other findings. */
export function goalOf(whole: Worded, { key, path, params }: Violation): Goal | undefined {
  if (key === 'text.outdated') {
    const locale = String(params?.locale)
    const [address] = whole.outdated?.[locale] ?? []
    return address === undefined ? undefined : { address, locale }
  }
  if (!key.endsWith('.missing_text')) return undefined
  const address = textAt(whole, path)?.address
  const locales = [params?.locale ?? params?.locales].flat()
  return address === undefined ? undefined : { address, locale: String(locales[0]) }
}
