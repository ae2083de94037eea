import type { Area } from './queries'
import type { RulesDraft } from './useRules'
import type { Words } from './words'

/** What every part of the screen reads. */
export interface Screen {
  draft: RulesDraft
  areas: readonly Area[]
  words: Words
  canChange: boolean
}
