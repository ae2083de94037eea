import { isEmpty } from './clean'
import { valueOf } from './resolve'
import { sees } from './state'
import type { Place, State } from './types'

export interface Count {
  answered: number
  required: number
}

/** How many of the answers that are owed have been given, over all and per shown page, in order. */
export interface Progress extends Count {
  pages: ({ key: string } & Count)[]
}

/** Counts visible places, of every row. An answer that is wrong counts as given; a consent only when it is. */
export function progress(state: State): Progress {
  const pages = new Map<number, { key: string } & Count>()
  const total: Count = { answered: 0, required: 0 }
  for (const place of state.places) {
    if (!sees(state, place)) continue
    const { page } = place.node
    const count = pages.get(page) ?? { key: state.form.form.pages[page]?.key ?? '', answered: 0, required: 0 }
    pages.set(page, count)
    if (place.required) add(place, [total, count])
  }
  return { ...total, pages: [...pages.values()] }
}

function add(place: Place, counts: Count[]): void {
  const answered = isAnswered(place) ? 1 : 0
  for (const count of counts) {
    count.required += 1
    count.answered += answered
  }
}

function isAnswered(place: Place): boolean {
  const value = valueOf(place)
  return !isEmpty(value) && (place.node.field.type !== 'consent' || value === true)
}
