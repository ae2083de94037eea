import { useRef, useState } from 'react'
import { isStale } from '../desk/parts/fault'
import { useSay } from '../desk/parts/toast'
import { useI18n } from '../i18n/I18n'
import { type PolicySet, useReplacePolicies } from './queries'

export type Policy = PolicySet['policies'][number]

/** A policy with a name of its own while it is edited. */
export interface Line extends Policy {
  id: string
  isNew?: boolean
}

const same = (a: Policy, b: Policy): boolean => a.role === b.role && a.object === b.object && a.verb === b.verb && a.effect === b.effect
const nameOf = (p: Policy): string => `${p.role} ${p.object} ${p.verb} ${p.effect}`

const linesOf = (policies: readonly Policy[]): Line[] => policies.map((p, i) => ({ ...p, id: `${i} ${nameOf(p)}` }))
const plain = ({ role, object, verb, effect }: Line): Policy => ({ role, object: object.trim(), verb: verb.trim(), effect })

export const matchesPolicy = (p: Policy, role: string, search: string): boolean =>
  (!role || p.role === role || p.role === '*') && nameOf(p).toLowerCase().includes(search.trim().toLowerCase())

/** What was added and removed here, done to what others have saved in between. */
export function merge(base: readonly Policy[], mine: readonly Policy[], theirs: readonly Policy[]): Policy[] {
  const added = mine.filter((m) => !base.some((b) => same(b, m)))
  const removed = base.filter((b) => !mine.some((m) => same(m, b)))
  const kept = theirs.filter((p) => !removed.some((r) => same(r, p)))
  return [...added.filter((a) => !kept.some((k) => same(k, a))), ...kept]
}

/** The policies being edited. Nothing is kept on the server until it is saved as a whole. */
export function usePolicyDraft(set: PolicySet | undefined, refetch: () => Promise<PolicySet | undefined>) {
  const { t } = useI18n()
  const say = useSay()
  const save = useReplacePolicies()
  const [edit, setEdit] = useState<{ base: PolicySet; lines: Line[] }>()
  const count = useRef(0)
  const lines = edit?.lines ?? (set ? linesOf(set.policies) : [])
  const update = (next: Line[], base = edit?.base ?? set): void => setEdit(base && { base, lines: next })
  const discard = (): void => {
    setEdit(undefined)
    save.reset()
  }
  const store = (): void => {
    if (!edit) return
    save.mutate({ ...edit.base, policies: edit.lines.map(plain) }, {
      onSuccess: () => {
        setEdit(undefined)
        say(t('desk.policies.saved'))
      },
    })
  }
  const rebase = (): void => {
    void refetch().then((theirs) => {
      if (theirs && edit && isStale(save.error)) update(linesOf(merge(edit.base.policies, edit.lines.map(plain), theirs.policies)), theirs)
      save.reset()
    })
  }
  return {
    lines,
    save,
    store,
    discard,
    rebase,
    isChanged: edit !== undefined,
    invalid: lines.filter((l) => !l.role || !l.object.trim() || !l.verb.trim()).length,
    add: (role: string) => update([{ id: `new ${count.current++}`, isNew: true, role, object: '', verb: '', effect: 'allow' }, ...lines]),
    change: (id: string, part: Partial<Policy>) => update(lines.map((l) => (l.id === id ? { ...l, ...part } : l))),
    remove: (id: string) => update(lines.filter((l) => l.id !== id)),
  }
}
