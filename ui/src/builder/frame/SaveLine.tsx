import { Button } from '@mantine/core'
import { Chip, type Tone } from '../../desk/parts/Chip'
import type { GlyphName } from '../../desk/parts/Glyph'
import { useI18n } from '../../i18n/I18n'
import type { SaveState } from '../document/draft'
import { useDraft, useDraftPart } from './draftContext'
import css from './frame.module.css'

const looks: Record<SaveState, readonly [Tone, GlyphName]> = {
  saved: ['plain', 'pass'],
  unsaved: ['plain', 'pending'],
  saving: ['plain', 'pending'],
  offline: ['warn', 'unavailable'],
  refused: ['danger', 'fail'],
}

/** Whether all that was done is kept. Only what a person should know is spoken, not each save. */
export function SaveLine() {
  const { t } = useI18n()
  const draft = useDraft()
  const save = useDraftPart((view) => view.save)
  const [tone, glyph] = looks[save]
  const isBad = save === 'offline' || save === 'refused'
  return (
    <span className={css.save} data-save={save}>
      <span role="status" aria-label={t(`builder.save.${save}`)} aria-live={isBad ? 'assertive' : 'off'}><Chip tone={tone} glyph={glyph}>{t(`builder.save.${save}`)}</Chip></span>
      {isBad && <Button variant="subtle" size="compact-xs" onClick={() => void draft.flush()}>{t('desk.retry')}</Button>}
    </span>
  )
}
