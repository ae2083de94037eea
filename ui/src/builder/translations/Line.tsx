import { Button, Textarea } from '@mantine/core'
import { type KeyboardEvent, memo, useEffect, useId, useRef } from 'react'
import { Chip } from '../../desk/parts/Chip'
import type { Text } from '../../fields/types'
import { useI18n } from '../../i18n/I18n'
import { direction } from '../../i18n/locale'
import { isOutdated } from '../document/outdated'
import type { Worded } from '../document/texts'
import { useAnnounce } from '../frame/Announcer'
import { useDraft, useDraftPart } from '../frame/draftContext'
import { languageName } from '../frame/languages'
import { useNear } from '../frame/near'
import { setText, stillRight } from './commands'
import { isMissing, type Row, textNow } from './rows'
import css from './translations.module.css'
import { inOneLine, type TextWords } from './words'

interface LineProps extends TextWords {
  row: Row
  columns: readonly string[]
  /** The languages in which it is outdated, apart by spaces. */
  outdated: string
  /** The language whose cell should take the focus. */
  wish: string | undefined
  onArrived: () => void
  onOpen: (owner: string) => void
  /** Goes to the cell of the same language so many rows away. */
  onStep: (address: string, locale: string, by: 1 | -1) => void
}

/** What a row says and is; its place among the others makes no difference to how it is drawn. */
const isSameRow = (a: Row, b: Row): boolean =>
  a.text === b.text && a.address === b.address && a.isOptional === b.isOptional && a.locked === b.locked && a.twins.length === b.twins.length

const isSameLine = ({ row, ...a }: LineProps, { row: other, ...b }: LineProps): boolean =>
  isSameRow(row, other) && (Object.keys(a) as (keyof typeof a)[]).every((name) => a[name] === b[name])

const letters = 30

/** About as many lines as the longest sentence takes. */
const linesOf = ({ text }: Row): number =>
  Math.min(8, Math.max(1, ...Object.values(text).map((sentence) => sentence.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / letters)), 0))))

/** Arrow keys leave a cell at the ends of its text; Ctrl and Enter from anywhere. */
function stepOf(event: KeyboardEvent<HTMLTextAreaElement>): 1 | -1 | undefined {
  const { selectionStart: start, selectionEnd: end, value } = event.currentTarget
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) return event.shiftKey ? -1 : 1
  if (event.shiftKey || event.altKey || event.ctrlKey || event.metaKey || start !== end) return undefined
  if (event.key === 'ArrowDown' && end === value.length) return 1
  return event.key === 'ArrowUp' && start === 0 ? -1 : undefined
}

type CellProps = Pick<LineProps, 'row' | 'owner' | 'what' | 'outdated' | 'onStep'> & { locale: string; first: string }

/** One text in one language. */
function Cell({ row, owner, what, outdated, onStep, locale, first }: CellProps) {
  const { t, locale: own } = useI18n()
  const draft = useDraft<Worded>()
  const announce = useAnnounce()
  const input = useRef<HTMLTextAreaElement>(null)
  const note = useId()
  // The table follows a moment later than the letters of a word.
  const text = useDraftPart<Worded, Text | undefined>((view) => textNow(view.history.present, row)) ?? {}
  const name = inOneLine({ owner, what })
  const label = `${owner}, ${what}, ${languageName(locale, own)}`
  const isOld = outdated.split(' ').includes(locale)
  const settle = (): void => {
    input.current?.focus() // the button goes
    draft.run(stillRight(row, locale, name))
    announce(t('translations.said.right', { name, locale: languageName(locale, own) }))
  }
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    const by = stepOf(event)
    if (!by) return
    event.preventDefault()
    onStep(row.address, locale, by)
  }
  return (
    <>
      <Textarea
        ref={input} rows={linesOf(row)} lang={locale} aria-label={label} aria-describedby={isOld ? note : undefined} readOnly={row.locked ?? false} data-cell={locale}
        placeholder={locale === first ? undefined : text[first]} value={text[locale] ?? ''} onKeyDown={onKeyDown}
        onChange={(e) => draft.run(setText(row, locale, { value: e.currentTarget.value, name }))}
      />
      {isOld && (
        <span className={css.mark}>
          <span id={note}><Chip tone="warn" glyph="pending">{t('translations.outdated')}</Chip></span>
          {!row.locked && <Button variant="subtle" size="compact-xs" aria-label={t('translations.rightOf', { name: label })} onClick={settle}>{t('translations.right')}</Button>}
        </span>
      )}
    </>
  )
}

/** A text in all languages; drawn anew only when it changes, and to be written in only near what is in sight. */
export const Line = memo(function Line({ row, owner, what, columns, outdated, wish, onArrived, onOpen, onStep }: LineProps) {
  const { t, locale: own } = useI18n()
  const line = useRef<HTMLTableRowElement>(null)
  const { isNear, height } = useNear(row.address, line)
  const isOpen = isNear || wish !== undefined || !!line.current?.contains(document.activeElement)
  const [first = ''] = columns
  useEffect(() => {
    if (wish === undefined) return
    const cell = line.current?.querySelector<HTMLElement>(`[data-cell="${wish}"]`)
    cell?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    cell?.focus({ preventScroll: true })
    onArrived()
  }, [wish, onArrived])
  return (
    <tr ref={line} data-row={row.address} style={isOpen || height === 0 ? undefined : { blockSize: height }}>
      <th scope="row">
        <button type="button" className={css.owner} onClick={() => onOpen(row.owner)}><bdi>{owner}</bdi></button>
        <span className={css.what}>{what}</span>
        {row.locked && <span className={css.what}><Chip glyph="hidden">{t('translations.locked')}</Chip></span>}
      </th>
      {columns.map((l) => (
        <td key={l} dir={direction(l)} data-language={languageName(l, own)} data-missing={isMissing(row, l) || undefined} data-outdated={outdated.split(' ').includes(l) || undefined}>
          {isOpen ? <Cell row={row} owner={owner} what={what} outdated={outdated} onStep={onStep} locale={l} first={first} /> : <span className={css.still} lang={l}>{row.text[l]}</span>}
        </td>
      ))}
    </tr>
  )
}, isSameLine)

/** The languages in which a row is outdated, as a line takes them. */
export const outdatedOf = (whole: Worded, { address }: Row): string => whole.locales.filter((l) => isOutdated(whole, address, l)).join(' ')
