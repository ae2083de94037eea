import type { Case } from './caseContext'
import { to } from './router'

/** The address of a step that the server named. */
export function hrefOf(pipeline: string, next: string | undefined): string {
  if (next === 'check') return to.check(pipeline)
  return next && next !== 'status' ? to.page(pipeline, next) : to.status(pipeline)
}

/** Where somebody arrives who comes back: the list of what is asked, where there is one to work through, else how things stand. */
export const returnTo = (c: Case): string => (c.checklist && c.stage.answers === 'open' ? to.list(c.pipeline) : homeOf(c))

/** Where another device arrives that was handed the case: at an item, at a page, else where everybody does. */
export function arriveAt(c: Case, place: string | undefined): string {
  const [kind, key] = (place ?? '').split('/')
  if (kind === 'i' && key && c.checklist) return to.item(c.pipeline, key)
  if (kind === 'page' && key && c.stage.answers === 'open') return to.page(c.pipeline, key)
  return returnTo(c)
}

/** Where a case goes on: the page the server names while answers are open, else how things stand. */
export function homeOf(c: Case): string {
  if (c.stage.answers !== 'open') return to.status(c.pipeline)
  return hrefOf(c.pipeline, c.next ?? c.pages[0]?.key)
}
