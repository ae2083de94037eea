import type { Case } from './caseContext'
import { to } from './router'

/** The address of a step that the server named. */
export function hrefOf(pipeline: string, next: string | undefined): string {
  if (next === 'check') return to.check(pipeline)
  return next && next !== 'status' ? to.page(pipeline, next) : to.status(pipeline)
}

/** Where a case goes on: the page the server names while answers are open, else how things stand. */
export function homeOf(c: Case): string {
  if (c.stage.answers !== 'open') return to.status(c.pipeline)
  return hrefOf(c.pipeline, c.next ?? c.pages[0]?.key)
}
