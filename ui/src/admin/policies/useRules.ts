import { useState } from 'react'
import { isStale } from '../../desk/parts/fault'
import type { TextKey } from '../../i18n/keys'
import { type PolicySet, useReplacePolicies } from '../queries'
import { equal, rebase, type Rules } from './rules'

/** What a person reads of a change. */
export interface StepName {
  key: TextKey
  params?: Record<string, string>
}

interface Step {
  name: StepName
  rules: Rules
}

/** Steps from what the server keeps; at is how many of them are done. */
interface Edit {
  base: PolicySet
  steps: Step[]
  at: number
}

const rulesOf = ({ roles, policies }: PolicySet): Rules => ({ roles, policies })
/** What was changed here, as one step on what others saved; no step where that comes to the same. */
export function onTopOf(theirs: PolicySet, base: PolicySet, mine: Rules): Edit {
  const next = rebase(rulesOf(base), mine, rulesOf(theirs))
  const steps: Step[] = equal(next, rulesOf(theirs)) ? [] : [{ name: { key: 'policies.step.mine' }, rules: next }]
  return { base: theirs, steps, at: steps.length }
}

const presentOf = (edit: Edit): Rules => edit.steps[edit.at - 1]?.rules ?? rulesOf(edit.base)

/** Roles and policies being edited, with undo. Nothing is kept on the server until it is saved as a whole. */
export function useRules(set: PolicySet | undefined, refetch: () => Promise<PolicySet | undefined>) {
  const save = useReplacePolicies()
  const [kept, setEdit] = useState<Edit>()
  const edit = kept ?? (set && { base: set, steps: [], at: 0 })
  const rules = edit ? presentOf(edit) : { roles: [], policies: [] }
  const change = (name: StepName, next: Rules): void => {
    if (edit && !equal(next, rules)) setEdit({ ...edit, steps: [...edit.steps.slice(0, edit.at), { name, rules: next }], at: edit.at + 1 })
  }
  const go = (at: number): void => edit && setEdit({ ...edit, at })
  const discard = (): void => {
    setEdit(undefined)
    save.reset()
  }
  /** Takes over what others saved; what was done here stays, as one step. */
  const takeOver = async (): Promise<void> => {
    const theirs = await refetch()
    if (theirs && edit && isStale(save.error)) setEdit(onTopOf(theirs, edit.base, rules))
    save.reset()
  }
  return {
    rules,
    wanted: edit && { ...edit.base, ...rules },
    save,
    change,
    discard,
    takeOver,
    undo: edit && edit.at > 0 ? { name: edit.steps[edit.at - 1]!.name, run: () => go(edit.at - 1) } : undefined,
    redo: edit && edit.at < edit.steps.length ? { name: edit.steps[edit.at]!.name, run: () => go(edit.at + 1) } : undefined,
    isChanged: edit !== undefined && !equal(rules, rulesOf(edit.base)),
    store: (done: () => void) =>
      edit && save.mutate({ ...edit.base, ...rules }, {
        onSuccess: () => {
          setEdit(undefined)
          done()
        },
      }),
  }
}

export type RulesDraft = ReturnType<typeof useRules>
