import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Chip } from '../../desk/parts/Chip'
import { Dialog } from '../../desk/parts/Dialog'
import { useI18n } from '../../i18n/I18n'
import type { Command } from '../document/draft'
import { textsOf, type Worded } from '../document/texts'
import { useAnnounce } from '../frame/Announcer'
import { useDraft, useDraftPart } from '../frame/draftContext'
import { languageName, offered } from '../frame/languages'
import { useStepName } from '../frame/Travel'
import { addLocale, makeFirst, removeLocale, tagForm } from './commands'
import css from './translations.module.css'

/** Carries out a change of the languages, and says so. */
function useRun(): (command: Command<Worded>) => void {
  const draft = useDraft<Worded>()
  const announce = useAnnounce()
  const name = useStepName()
  return (command) => {
    draft.run(command)
    announce(name(command.name))
  }
}

function AddLanguage({ locales }: { locales: readonly string[] }) {
  const { t, locale } = useI18n()
  const run = useRun()
  const [tag, setTag] = useState('')
  const [other, setOther] = useState('')
  const isOther = tag === 'other'
  const chosen = isOther ? other.trim() : tag
  const isThere = locales.includes(chosen)
  const isBad = isOther && chosen !== '' && !tagForm.test(chosen)
  const add = (): void => {
    if (!tagForm.test(chosen) || isThere) return
    run(addLocale(chosen))
    setTag('')
    setOther('')
  }
  return (
    <div className={css.adding}>
      <NativeSelect label={t('translations.language.more')} value={tag} onChange={(e) => setTag(e.currentTarget.value)}>
        <option value="">{t('builder.choose')}</option>
        {offered.filter((l) => !locales.includes(l)).map((l) => <option key={l} value={l}>{languageName(l, locale)}</option>)}
        <option value="other">{t('translations.language.other')}</option>
      </NativeSelect>
      {isOther && <TextInput label={t('translations.language.tag')} placeholder="fr-CA" dir="ltr" value={other} error={isBad ? t('translations.language.tagBad') : isThere && t('translations.language.there')} onChange={(e) => setOther(e.currentTarget.value)} />}
      <Button variant="default" disabled={chosen === '' || isBad || isThere} onClick={add}>{t('translations.language.add')}</Button>
    </div>
  )
}

/** Asks before a language goes, with the number of sentences that go with it. */
function Removal({ locale, onClose }: { locale: string; onClose: () => void }) {
  const { t, locale: own } = useI18n()
  const draft = useDraft<Worded>()
  const run = useRun()
  const count = textsOf(draft.get().history.present).filter(({ text }) => text[locale]?.trim()).length
  const remove = (): void => {
    onClose()
    run(removeLocale(locale))
  }
  return (
    <Dialog danger title={t('translations.language.removeTitle', { name: languageName(locale, own) })} action={t('builder.delete')} busy={false} onSubmit={remove} onClose={onClose}>
      <p>{t('translations.language.removeText', { n: count })}</p>
    </Dialog>
  )
}

/** The languages of a definition: which there are, which one the others are translated from. */
export function Languages() {
  const { t, locale: own } = useI18n()
  const locales = useDraftPart<Worded, string[]>((view) => view.history.present.locales)
  const first = useDraftPart<Worded, string>((view) => view.history.present.defaultLocale)
  const run = useRun()
  const [leaving, setLeaving] = useState('')
  return (
    <section className={css.languages} aria-label={t('builder.property.locales')}>
      <h3>{t('builder.property.locales')}</h3>
      <ul>
        {locales.map((l) => {
          const name = languageName(l, own)
          return (
            <li key={l}>
              <span>{name} <code dir="ltr">{l}</code></span>
              {l === first ? <Chip>{t('builder.property.defaultLocale')}</Chip> : (
                <span className={css.acts}>
                  <Button variant="subtle" size="compact-xs" aria-label={t('translations.language.first', { name })} onClick={() => run(makeFirst(l))}>{t('translations.language.makeFirst')}</Button>
                  <Button variant="subtle" size="compact-xs" aria-label={t('translations.language.remove', { name })} onClick={() => setLeaving(l)}>{t('builder.delete')}</Button>
                </span>
              )}
            </li>
          )
        })}
      </ul>
      <p className={css.about}>{t('translations.language.about')}</p>
      <AddLanguage locales={locales} />
      {leaving !== '' && <Removal locale={leaving} onClose={() => setLeaving('')} />}
    </section>
  )
}

/** The same, over the table of translations. */
export function LanguagesDialog({ onClose }: { onClose: () => void }) {
  const { t } = useI18n()
  return <Dialog wide title={t('translations.languages')} busy={false} onSubmit={onClose} onClose={onClose}><Languages /></Dialog>
}
