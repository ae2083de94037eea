import { Button } from '@mantine/core'
import { useRef } from 'react'
import { Empty } from '../../../desk/parts/Empty'
import { Glyph } from '../../../desk/parts/Glyph'
import { useI18n } from '../../../i18n/I18n'
import { direction } from '../../../i18n/locale'
import { useContent } from '../../frame/content'
import { useEditor, useForm } from '../editor'
import { ids } from '../tree'
import { useStructureKeys } from '../useStructureKeys'
import css from './canvas.module.css'
import { DropLine } from './drag'
import { NeighbourhoodProvider } from '../../frame/near'
import { PageSection } from './PageSection'

/** As many as any window shows before it is scrolled. */
const atFirst = 12

/** The form as applicants see it, to be changed in place. */
export function Canvas() {
  const { t } = useI18n()
  const form = useForm()
  const { actions, draft, setEditing } = useEditor()
  const keys = useStructureKeys(() => ids(draft.get().history.present), setEditing)
  const { locale } = useContent()
  const canvas = useRef<HTMLDivElement>(null)
  const isBare = form.pages.every((page) => page.fields.length === 0)
  return (
    <div ref={canvas} className={css.canvas} role="region" aria-label={t('builder.canvas.title')} data-region="canvas" data-part="canvas" tabIndex={0} onClick={() => draft.select([])} {...keys}>
      <div className={css.sheet} data-list="" dir={direction(locale)}>
        {isBare && <Empty title={t('builder.canvas.empty')} glyph="form">{t('builder.canvas.emptyText')}</Empty>}
        <NeighbourhoodProvider canvas={canvas} first={() => ids(form).slice(0, atFirst)}>
          {form.pages.map((page, i) => <PageSection key={page.id} page={page} number={i + 1} />)}
        </NeighbourhoodProvider>
        <Button variant="default" className={css.addPage} leftSection={<Glyph name="plus" />} onClick={(e) => { e.stopPropagation(); actions.addPage() }}>{t('builder.page.add')}</Button>
      </div>
      <DropLine />
    </div>
  )
}
