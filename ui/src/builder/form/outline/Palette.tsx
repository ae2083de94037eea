import { useDraggable } from '@dnd-kit/core'
import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'react-router'
import { useI18n } from '../../../i18n/I18n'
import { categories } from '../catalogue'
import { useSections } from '../sections/server'
import { useEditor } from '../editor'
import css from './outline.module.css'
import { folded } from '../../../desk/shell/search'

/** The types by category whose name has the words, and the sections of this tenant as one category more; all without any. */
export function useTypes(search: string) {
  const { t, find, text } = useI18n()
  const { draft } = useEditor()
  const own = draft.get().history.present.key
  const name = (type: string): string => find(`builder.type.${type}`) ?? type
  const words = folded(search.trim())
  const sections = (useSections() ?? []).filter((row) => row.key !== own)
    .map((row) => ({ type: `section:${row.key}`, mark: '§', name: text(row.title) || row.key }))
    .filter((each) => folded(`${each.name} ${each.type}`).includes(words))
  const types = categories
    .map(({ key, types }) => ({
      key, title: t(`builder.category.${key}`),
      types: types.map(([type, mark]) => ({ type, mark, name: name(type) })).filter((each) => folded(`${each.name} ${each.type}`).includes(words)),
    }))
  return [...types, { key: 'section', title: t('section.category'), types: sections }].filter((category) => category.types.length > 0)
}

function Tile({ type, mark, name }: { type: string; mark: string; name: string }) {
  const { actions } = useEditor()
  const { setNodeRef, listeners } = useDraggable({ id: `new:${type}`, data: { name } })
  return (
    <li>
      <button type="button" ref={setNodeRef} className={css.tile} onClick={() => actions.add(type)} {...listeners}>
        <span className={css.mark} aria-hidden="true">{mark}</span>{name}
      </button>
    </li>
  )
}

/** What a section is, where there is none to be put in. */
function Teaching({ hasSections, isSearching }: { hasSections: boolean; isSearching: boolean }) {
  const { t } = useI18n()
  const isLoaded = useSections() !== undefined
  if (hasSections || isSearching || !isLoaded) return null
  return (
    <section>
      <h3 className={css.category}>{t('section.category')}</h3>
      <p className={css.help}>{t('section.teach')} <Link to="/builder/form?section" target="_blank" rel="noopener">{t('section.start')}</Link></p>
    </section>
  )
}

/** Every type of field: a click adds it behind the selection, a drag puts it where it is dropped. */
export function Palette() {
  const { t } = useI18n()
  const [search, setSearch] = useState('')
  const found = useTypes(search)
  return (
    <div className={css.palette} data-region="palette">
      <TextInput type="search" aria-label={t('builder.palette.search')} placeholder={t('builder.palette.search')} value={search} onChange={(e) => setSearch(e.currentTarget.value)} />
      <p className={css.help}>{t('builder.palette.help')}</p>
      {found.map(({ key, title, types }) => (
        <section key={key}>
          <h3 className={css.category}>{title}</h3>
          <ul className={css.tiles}>{types.map((each) => <Tile key={each.type} {...each} />)}</ul>
        </section>
      ))}
      {found.length === 0 && <p className={css.help}>{t('builder.outline.none')}</p>}
      <Teaching hasSections={found.some(({ key }) => key === 'section')} isSearching={search.trim() !== ''} />
    </div>
  )
}
