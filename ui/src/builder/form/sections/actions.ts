import type { Form } from '../../../fields/types'
import type { I18n } from '../../../i18n/I18n'
import type { Draft } from '../../document/draft'
import type { Asked } from '../editor'
import { link, unlink } from '../linking'
import { isLocked } from '../section'
import { outermost, type Slot } from '../tree'

interface Desk {
  draft: Draft<Form>
  t: I18n['t']
  announce: (text: string) => void
  ask: (asked: Asked) => void
  /** The newest version of a section; undefined where it has none. */
  section: (key: string) => Promise<Form | undefined>
  /** Tells of what went wrong. */
  complain: (text: string) => void
}

/** How what was done is told. */
export interface Telling {
  names: (ids: readonly string[]) => string
  place: (id: string) => string
}

/** What is done with the sections that a form links to. */
export function sectionActionsOf({ draft, t, announce, ask, section, complain }: Desk, { names, place }: Telling) {
  const form = (): Form => draft.get().history.present
  return {
    /** Whether all of it is the form's own. What belongs to a section is changed there: that is told, with what can be done. */
    areFree: (wanted: readonly string[]): boolean => {
      // A link that is itself among them takes what is in it along.
      const locked = outermost(form(), wanted).find((id) => isLocked(form(), id))
      if (locked !== undefined) ask({ kind: 'locked', id: locked })
      return locked === undefined
    },

    /** Puts in a link to the newest version of a section. */
    addSection: async (key: string, slot: () => Slot): Promise<void> => {
      const body = await section(key).catch(() => undefined)
      if (!body) return complain(t('section.said.none', { name: key }))
      draft.run(link(form(), body, slot()))
      const { selection } = draft.get().history
      announce(t('builder.said.added', { name: names(selection), place: place(selection[0] ?? '') }))
    },

    /** Makes the fields of a link the form's own. */
    free: (id: string): void => {
      const name = names([id])
      draft.run(unlink(form(), id))
      announce(t('section.said.unlinked', { name }))
    },

    /** Asks for the name of a section that is made of the selection. */
    askSection: (): void => ask({ kind: 'make' }),
  }
}
