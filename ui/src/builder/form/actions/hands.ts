import type { Field, Form, Page } from '../../../fields/types'
import type { I18n } from '../../../i18n/I18n'
import type { Cell } from '../../document/cell'
import type { Draft } from '../../document/draft'
import type { Content } from '../../frame/content'
import type { Asked } from '../editor'
import type { Known } from '../outside'
import { find, isPage } from '../tree'

/** What the actions of the builder of forms work with. */
export interface Desk {
  draft: Draft<Form>
  i18n: I18n
  announce: (text: string) => void
  content: Content
  outside: Cell<Known>
  ask: (asked: Asked) => void
  edit: (id: string) => void
  /** The newest version of a section; undefined where it has none. */
  section: (key: string) => Promise<Form | undefined>
  /** Tells of what went wrong. */
  complain: (text: string) => void
}

/** The form as it stands, what is selected of it, and how both are called. */
export interface Sight {
  form: () => Form
  selection: () => readonly string[]
  nameOf: (node: Page | Field) => string
  names: (wanted: readonly string[]) => string
  /** "page 2, position 3 of 5" */
  place: (id: string) => string
}

/** Looks at a draft. */
export function sightOf({ draft, i18n: { t }, content }: Desk): Sight {
  const form = (): Form => draft.get().history.present
  const nameOf = (node: Page | Field): string => content.read(isPage(node) ? node.title : node.label) || node.key
  const names = (wanted: readonly string[]): string => {
    const node = find(form(), wanted[0] ?? '')?.node
    return wanted.length === 1 && node ? nameOf(node) : t('builder.several', { n: wanted.length })
  }
  const place = (id: string): string => {
    const spot = find(form(), id)
    if (!spot) return ''
    const holder = spot.above.at(-1)
    const page = spot.above[0]
    const params = {
      position: spot.index + 1,
      count: spot.list.length,
      page: page ? form().pages.findIndex((each) => each.id === page.id) + 1 : 0,
      group: holder ? nameOf(holder) : '',
    }
    if (!holder) return t('builder.place.page', params)
    return t(spot.above.length > 1 ? 'builder.place.group' : 'builder.place.field', params)
  }
  return { form, selection: () => draft.get().history.selection, nameOf, names, place }
}

/** What the kinds of actions share. */
export interface Hands extends Desk, Sight {
  /** Whether all of it is the form's own, and may be changed here. */
  areFree: (wanted: readonly string[]) => boolean
  /** The names they began with, by id. Their keys follow their labels until another is written: nobody has answered them yet. */
  fresh: Map<string, string>
}
