import { Button } from '@mantine/core'
import type { MouseEvent } from 'react'
import { tenantPrefix } from '../../../api/client'
import { Chip } from '../../../desk/parts/Chip'
import { useI18n } from '../../../i18n/I18n'
import { useContent } from '../../frame/content'
import { useEditor } from '../editor'
import type { Link } from '../section'
import css from './sections.module.css'
import { type Standing, useStanding } from './server'

/** Opens the builder of a section beside this one, whose steps are kept so. */
export const openSection = (key: string): void => void window.open(`${tenantPrefix(location.pathname)}/builder/form/${key}`, '_blank', 'noopener')

/** What people call a section: its title, where it is known. */
export function useSectionName(key: string, standing: Standing | undefined): string {
  const { read } = useContent()
  return read(standing?.section?.title) || key
}

/** Of which section a link is, and at which version, in a few words. */
export function LinkChip({ field }: { field: Link['field'] }) {
  const { t } = useI18n()
  const { standing, error } = useStanding(field)
  const name = useSectionName(field.section, standing)
  if (error) return <Chip tone="danger" glyph="unavailable">{t('section.missing', { name })}</Chip>
  if (!standing) return <Chip glyph="hidden">{t('section.chip', { name })}</Chip>
  if (standing.newest === 0) return <Chip tone="danger" glyph="unavailable">{t('section.unpublished', { name })}</Chip>
  if (standing.version === 0) return <Chip tone="danger" glyph="unavailable">{t('section.differs', { name })}</Chip>
  const isOld = standing.version < standing.newest
  return <Chip tone={isOld ? 'warn' : 'info'} glyph={isOld ? 'unclear' : 'hidden'}>{t('section.chipAt', { name, number: String(standing.version) })}</Chip>
}

/** What a button that brings a link up to date says; undefined where there is nothing newer. */
export function useUpdateWord(standing: Standing | undefined): string | undefined {
  const { t } = useI18n()
  if (!standing || standing.newest === 0) return undefined
  if (standing.version === 0) return t('section.take', { number: String(standing.newest) })
  if (standing.version < standing.newest) return t('section.updateTo', { number: String(standing.newest) })
  return standing.lacks ? t('section.takeTexts') : undefined
}

/** The line of a link on the canvas. */
export function LinkLine({ field }: { field: Link['field'] }) {
  const { actions } = useEditor()
  const { standing } = useStanding(field)
  const word = useUpdateWord(standing)
  const ask = (event: MouseEvent): void => {
    event.stopPropagation()
    actions.ask({ kind: 'update', id: field.id })
  }
  return (
    <div className={css.line}>
      <LinkChip field={field} />
      {word && <Button size="compact-xs" variant="default" onClick={ask}>{word}</Button>}
    </div>
  )
}
