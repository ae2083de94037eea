import type { Command } from '../document/draft'

/** Puts what a version holds into the draft, with the marks of outdated translations that it had itself. */
export const restore = (body: object, number: string): Command<object> => ({
  name: { key: 'impact.history.step', params: { number } },
  judges: true,
  run: () => ({ after: body, selection: [] }),
})
