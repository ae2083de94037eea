import type { I18n } from '../i18n/I18n'
import type { Problem } from '../runtime/ErrorSummary'
import type { LiveForm } from '../runtime/live'
import { messageOf, type Violation } from '../runtime/messages'
import { valueAt } from '../runtime/pointer'
import type { Answers } from '../runtime/store'

/** What violations say to the person, in the order they came, one for each place. */
export function problemsOf(violations: readonly Violation[], live: LiveForm, answers: Answers, i18n: I18n): Problem[] {
  const problems = new Map<string, Problem>()
  for (const v of violations) {
    if (problems.has(v.path)) continue
    problems.set(v.path, { path: v.path, message: messageOf(v, live.fieldAt(v.path), valueAt(answers, v.path), i18n) })
  }
  return [...problems.values()]
}

export const messagesByPath = (problems: readonly Problem[]): ReadonlyMap<string, string> => new Map(problems.map((p) => [p.path, p.message]))

export const errorsOf = <V extends Violation>(violations: readonly V[]): V[] => violations.filter((v) => v.severity !== 'warn')
export const warningsOf = <V extends Violation>(violations: readonly V[]): V[] => violations.filter((v) => v.severity === 'warn')
