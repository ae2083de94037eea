import { useMemo } from 'react'
import { FaultError } from '../api/client'
import { type I18n, useI18n } from '../i18n/I18n'
import type { Problem } from '../runtime/ErrorSummary'
import type { LiveForm } from '../runtime/live'
import { messageOf, type Violation } from '../runtime/messages'
import { topKey, valueAt } from '../runtime/pointer'
import type { Answers } from '../runtime/store'
import { to } from './router'
import type { Session } from './session'

/** The rows of lists that a path goes through, as their cards count them: "2.1". */
const rowOf = (path: string): string | undefined => [...path.matchAll(/\/(\d+)(?=\/)/g)].map((m) => Number(m[1]) + 1).join('.') || undefined

/** What violations say to the person, in the order they came, one for each place. */
export function problemsOf(violations: readonly Violation[], live: LiveForm, answers: Answers, i18n: I18n): Problem[] {
  const problems = new Map<string, Problem>()
  for (const v of violations) {
    if (problems.has(v.path)) continue
    problems.set(v.path, { path: v.path, row: rowOf(v.path), message: messageOf(v, live.fieldAt(v.path), valueAt(answers, v.path), i18n) })
  }
  return [...problems.values()]
}

export const messagesByPath = (problems: readonly Problem[]): ReadonlyMap<string, string> => new Map(problems.map((p) => [p.path, p.message]))

export const errorsOf = <V extends Violation>(violations: readonly V[]): V[] => violations.filter((v) => v.severity !== 'warn')
export const warningsOf = <V extends Violation>(violations: readonly V[]): V[] => violations.filter((v) => v.severity === 'warn')

/** What is wrong with the answers, when that is what the server said. Other errors are thrown on. */
export function violationsIn(e: unknown): readonly Violation[] {
  const found = e instanceof FaultError ? (e.fault.violations ?? []) : []
  if (found.length === 0) throw e
  return errorsOf(found)
}

/** The same on a page that shows many: each problem leads to the page of its field. */
export function useLinkedProblems(found: readonly Violation[], { live, store }: Session, pipeline: string, fromCheck = false): readonly Problem[] {
  const i18n = useI18n()
  return useMemo(
    () =>
      problemsOf(found, live, store.answers, i18n).map((p) => ({
        ...p,
        href: `${to.page(pipeline, live.pageOf(topKey(p.path)), fromCheck)}#${p.path}`,
      })),
    [found, live, store, pipeline, fromCheck, i18n],
  )
}
