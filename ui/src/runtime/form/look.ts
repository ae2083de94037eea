import { resolve } from './resolve'
import { computedAt, isRequired, isVisible, visiblePages } from './state'
import type { Answers, Compiled, State, View } from './types'

/** What the rules say of some answers, as the screen asks it. */
export interface Look {
  state: State
  isVisible(path: string): boolean
  isRequired(path: string): boolean
  hasPage(key: string): boolean
  computed(path: string): unknown
}

/** Makes a function that looks at answers, working out only what changed since it looked last. */
export function createLook(form: Compiled, view: Omit<View, 'answers'>): (answers: Answers) => Look {
  let last: State | undefined
  return (answers) => {
    const state = resolve(form, { ...view, answers }, last)
    last = state
    let pages: Set<string> | undefined
    return {
      state,
      isVisible: (path) => isVisible(state, path),
      isRequired: (path) => isRequired(state, path),
      hasPage: (key) => (pages ??= new Set(visiblePages(state))).has(key),
      computed: (path) => computedAt(state, path),
    }
  }
}
