import { Button, NativeSelect, TextInput } from '@mantine/core'
import { type ChangeEvent, useRef, useState } from 'react'
import { useSay } from '../../desk/parts/toast'
import { useI18n } from '../../i18n/I18n'
import type { Spot, Worded } from '../document/texts'
import { useDraft } from '../frame/draftContext'
import { languageName } from '../frame/languages'
import { CsvDialog } from './CsvDialog'
import { type Plan, planOf, tableOf } from './exchange'
import { LanguagesDialog } from './Languages'
import { columnsOf, type Filter, progressOf, type Row } from './rows'
import css from './translations.module.css'

/** What is shown of the table. */
export interface Shown extends Filter {
  /** The one language beside the first; "" shows all. */
  beside: string
}

interface BarProps {
  whole: Worded
  rows: readonly Row[]
  shown: Shown
  onShow: (shown: Shown) => void
  nameOf: (spot: Spot) => string
}

function Far({ whole, rows }: Pick<BarProps, 'whole' | 'rows'>) {
  const { t, locale } = useI18n()
  return (
    <ul className={css.far} aria-label={t('translations.far')}>
      {columnsOf(whole).map((l) => {
        const { percent, missing, outdated } = progressOf(whole, rows, l)
        const rest = [missing > 0 && t('translations.missingCount', { n: missing }), outdated > 0 && t('translations.outdatedCount', { n: outdated })].filter(Boolean)
        return <li key={l}>{languageName(l, locale)} <strong>{percent} %</strong>{rest.length > 0 && <small> {rest.join(' · ')}</small>}</li>
      })}
    </ul>
  )
}

function Filters({ whole, shown, onShow }: Pick<BarProps, 'whole' | 'shown' | 'onShow'>) {
  const { t, locale } = useI18n()
  return (
    <>
      <TextInput type="search" className={css.search} label={t('translations.search')} value={shown.search} onChange={(e) => onShow({ ...shown, search: e.currentTarget.value })} />
      <NativeSelect label={t('translations.show')} value={shown.state} onChange={(e) => onShow({ ...shown, state: e.currentTarget.value as Shown['state'] })}>
        {(['all', 'missing', 'outdated'] as const).map((state) => <option key={state} value={state}>{t(`translations.show.${state}`)}</option>)}
      </NativeSelect>
      {whole.locales.length > 2 && (
        <NativeSelect label={t('translations.beside')} value={shown.beside} onChange={(e) => onShow({ ...shown, beside: e.currentTarget.value })}>
          <option value="">{t('translations.besideAll')}</option>
          {columnsOf(whole).slice(1).map((l) => <option key={l} value={l}>{languageName(l, locale)}</option>)}
        </NativeSelect>
      )}
    </>
  )
}

/** Saves the table as a file, and reads one back. */
function Exchange({ rows, nameOf }: Pick<BarProps, 'rows' | 'nameOf'>) {
  const { t } = useI18n()
  const say = useSay()
  const draft = useDraft<Worded>()
  const file = useRef<HTMLInputElement>(null)
  const [plan, setPlan] = useState<Plan>()
  const save = (): void => {
    const whole = draft.get().history.present
    const link = document.createElement('a')
    // A byte order mark, or spreadsheets take accents for something else.
    link.href = URL.createObjectURL(new Blob(['\uFEFF', tableOf(whole, rows, nameOf)], { type: 'text/csv' }))
    link.download = `${whole.key}.csv`
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href))
  }
  const read = async (event: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const given = event.currentTarget.files?.[0]
    event.currentTarget.value = ''
    if (!given) return
    const made = planOf(draft.get().history.present, rows, await given.text())
    if (made) setPlan(made)
    else say(t('translations.csv.bad'), { tone: 'danger' })
  }
  return (
    <>
      <Button variant="default" onClick={save}>{t('translations.csv.save')}</Button>
      <Button variant="default" onClick={() => file.current?.click()}>{t('translations.csv.read')}</Button>
      <input ref={file} type="file" accept=".csv,text/csv" hidden aria-label={t('translations.csv.read')} onChange={(e) => void read(e)} />
      {plan && <CsvDialog plan={plan} nameOf={nameOf} onClose={() => setPlan(undefined)} />}
    </>
  )
}

/** How far each language is, what is shown, and the ways out of and into the table. */
export function Bar({ whole, rows, shown, onShow, nameOf }: BarProps) {
  const { t } = useI18n()
  const [isAsked, setAsked] = useState(false)
  return (
    <div className={css.bar}>
      <Far whole={whole} rows={rows} />
      <div className={css.tools}>
        <Filters whole={whole} shown={shown} onShow={onShow} />
        <Button variant="default" onClick={() => setAsked(true)}>{t('translations.languages')}</Button>
        <Exchange rows={rows} nameOf={nameOf} />
      </div>
      {isAsked && <LanguagesDialog onClose={() => setAsked(false)} />}
    </div>
  )
}
