import { useI18n } from '../../i18n/I18n'
import css from './gallery.module.css'
import type { Row } from './queries'

/** How much is in a template, and the words to find it by. */
export function Figures({ row }: { row: Row }) {
  const { t, find, list } = useI18n()
  const f = row.figures
  return (
    <>
      {(row.tags ?? []).length > 0 && <ul className={css.tags} aria-label={t('gallery.tags')}>{row.tags?.map((tag) => <li key={tag}>{find(`gallery.tag.${tag}`) ?? tag}</li>)}</ul>}
      {f && (
        <p className={css.figures}>
          {list([t('gallery.pages', { n: f.pages }), t('gallery.fields', { n: f.fields }), ...(f.stages > 0 ? [t('gallery.stages', { n: f.stages })] : [])])}
          {' · '}{t('gallery.minutes', { n: f.minutes })}
        </p>
      )}
    </>
  )
}
