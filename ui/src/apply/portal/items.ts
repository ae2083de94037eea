import type { Schemas } from '../../api/client'
import type { Case } from '../caseContext'

export type Item = Schemas['ChecklistItem']

const owed: readonly Item['state'][] = ['todo', 'started', 'blocked', 'problem']

/** The three sections of the list: what the applicant owes, what staff work on, what is done. */
export function sectionsOf(items: readonly Item[]): { owe: Item[]; ours: Item[]; done: Item[] } {
  return {
    owe: items.filter((i) => owed.includes(i.state)),
    ours: items.filter((i) => i.state === 'checking' || i.state === 'ours'),
    done: items.filter((i) => i.state === 'done'),
  }
}

/** Items under each heading of the list, in order; those before the first have none. */
export function headed(items: readonly Item[]): { heading: Item['heading']; items: Item[] }[] {
  const out: { heading: Item['heading']; items: Item[] }[] = []
  for (const item of items) {
    const last = out.at(-1)
    if (last && JSON.stringify(last.heading) === JSON.stringify(item.heading)) last.items.push(item)
    else out.push({ heading: item.heading, items: [item] })
  }
  return out
}

export const itemOf = (c: Case, key: string | undefined): Item | undefined => c.checklist?.items.find((i) => i.key === key)

/** The page of an item to go on with after another one: the next that is not done, undefined when all are. */
export function pageAfter(item: Item, page: string, states: Case['pages']): string | undefined {
  const pages = item.pages ?? []
  const rest = [...pages.slice(pages.indexOf(page) + 1), ...pages.slice(0, pages.indexOf(page))]
  return rest.find((p) => states.some((s) => s.key === p && !s.done))
}
