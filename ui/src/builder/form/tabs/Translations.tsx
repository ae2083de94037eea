import { Button, Checkbox, Textarea } from '@mantine/core'
import { type ChangeEvent, memo, useMemo, useRef, useState } from 'react'
import { useSay } from '../../../desk/parts/toast'
import type { Form, Text } from '../../../fields/types'
import { useI18n } from '../../../i18n/I18n'
import { languageName } from '../../frame/languages'
import { set } from '../commands'
import { useEditor, useForm } from '../editor'
import { isLocked, lockOf } from '../section'
import { find } from '../tree'
import { completeness, isMissing, rowKey, type TextRow, textRows, textsFromCsv, textsToCsv } from './texts'
import css from './tabs.module.css'

interface LineProps {
  node: string
  path: string
  text: Text
  locales: readonly string[]
  fallback: string
}

/** A text in all languages; drawn anew only when it changes. */
const Line = memo(function Line({ node, path, text, locales, fallback }: LineProps) {
  const { t, find: say, locale: own } = useI18n()
  const { draft, actions } = useEditor()
  const lock = lockOf(draft.get().history.present, node)
  const it = find(draft.get().history.present, node)?.node
  const [first = '', index] = path.split('/')
  const what = `${say(`builder.property.${first}`) ?? first}${index === undefined ? '' : ` ${Number(index) + 1}`}`
  const owner = it ? actions.nameOf(it) : t('builder.wholeForm')
  const put = (locale: string, value: string): void => draft.run(set(draft.get().history.present, node, [...path.split('/'), locale], value === '' ? undefined : value))
  return (
    <tr>
      <th scope="row"><bdi>{owner}</bdi><span className={css.what}>{what}</span>{lock && <span className={css.what}>{t('section.lockedIn', { name: actions.nameOf(lock) })}</span>}</th>
      {locales.map((l) => (
        <td key={l} data-missing={isMissing(text, l) || undefined}>
          <Textarea autosize minRows={1} readOnly={lock !== undefined} lang={l} aria-label={`${owner}, ${what}, ${languageName(l, own)}`} placeholder={l === fallback ? undefined : text[fallback]} value={text[l] ?? ''} onChange={(e) => put(l, e.currentTarget.value)} />
        </td>
      ))}
    </tr>
  )
})

function useCsv(form: Form) {
  const { t } = useI18n()
  const say = useSay()
  const { draft } = useEditor()
  const save = (): void => {
    const link = document.createElement('a')
    // A byte order mark, or spreadsheets take accents for something else.
    link.href = URL.createObjectURL(new Blob(['\uFEFF', textsToCsv(form)], { type: 'text/csv' }))
    link.download = `${form.key}.csv`
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href))
  }
  const read = async (event: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const file = event.currentTarget.files?.[0]
    event.currentTarget.value = ''
    if (!file) return
    const changes = textsFromCsv(draft.get().history.present, await file.text())
    if (!changes) return say(t('builder.csv.bad'), { tone: 'danger' })
    if (changes.count > 0) draft.run(changes.command)
    say(t('builder.csv.taken', { n: changes.count }))
  }
  return { save, read }
}

function Bar({ form, rows, isMissingOnly, onMissingOnly }: { form: Form; rows: readonly TextRow[]; isMissingOnly: boolean; onMissingOnly: (on: boolean) => void }) {
  const { t, locale } = useI18n()
  const file = useRef<HTMLInputElement>(null)
  const { save, read } = useCsv(form)
  return (
    <div className={css.bar}>
      <ul className={css.locales} aria-label={t('builder.property.locales')}>
        {form.locales.map((l) => <li key={l}>{languageName(l, locale)} <strong>{completeness(rows.filter(({ node, text }) => !isLocked(form, node) || isMissing(text, l)), l)} %</strong></li>)}
      </ul>
      <Checkbox size="xs" label={t('builder.translations.missing')} checked={isMissingOnly} onChange={(e) => onMissingOnly(e.currentTarget.checked)} />
      <Button variant="default" onClick={save}>{t('builder.csv.save')}</Button>
      <Button variant="default" onClick={() => file.current?.click()}>{t('builder.csv.read')}</Button>
      <input ref={file} type="file" accept=".csv,text/csv" hidden aria-label={t('builder.csv.read')} onChange={(e) => void read(e)} />
    </div>
  )
}

const pageOf = 150

/** All texts of the form beside each other in all its languages. */
export function Translations() {
  const { t, locale: own } = useI18n()
  const form = useForm()
  const [isMissingOnly, setMissingOnly] = useState(false)
  const [count, setCount] = useState(pageOf)
  const rows = useMemo(() => textRows(form), [form])
  // What was missing stays in the list while it is written.
  const [kept, setKept] = useState<ReadonlySet<string>>(new Set())
  const shown = isMissingOnly ? rows.filter((row) => kept.has(rowKey(row))) : rows
  const filter = (on: boolean): void => {
    setKept(new Set(rows.filter(({ text }) => form.locales.some((l) => isMissing(text, l))).map(rowKey)))
    setMissingOnly(on)
  }
  return (
    <div className={css.tab}>
      <Bar form={form} rows={rows} isMissingOnly={isMissingOnly} onMissingOnly={filter} />
      <div className={css.scroll} role="region" aria-label={t('builder.tab.translations')} tabIndex={0}>
        <table className={css.grid}>
          <thead><tr><th scope="col">{t('builder.translations.text')}</th>{form.locales.map((l) => <th key={l} scope="col">{languageName(l, own)}</th>)}</tr></thead>
          <tbody>
            {shown.slice(0, count).map((row) => <Line key={rowKey(row)} node={row.node} path={row.path.join('/')} text={row.text} locales={form.locales} fallback={form.defaultLocale} />)}
          </tbody>
        </table>
        {shown.length === 0 && <p className={css.none}>{t('builder.translations.complete')}</p>}
        {shown.length > count && <Button variant="default" m="sm" onClick={() => setCount(count + pageOf)}>{t('builder.more', { n: shown.length - count })}</Button>}
      </div>
    </div>
  )
}
