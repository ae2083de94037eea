import { memo, startTransition, useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import { useShortcuts } from '../../desk/shell/shortcuts'
import { Empty } from '../../desk/parts/Empty'
import { useI18n } from '../../i18n/I18n'
import type { Spot, Worded } from '../document/texts'
import { useDraftPart } from '../frame/draftContext'
import { type Goal, useGoal } from '../frame/goal'
import { languageName } from '../frame/languages'
import { NeighbourhoodProvider } from '../frame/near'
import { Bar, type Shown } from './Bar'
import { Line, outdatedOf } from './Line'
import { columnsOf, matches, type Row, rowAt, rowsOf } from './rows'
import css from './translations.module.css'
import { inOneLine, useTextWords } from './words'

const everything: Shown = { state: 'all', search: '', beside: '' }

/** As many rows as any window shows before it is scrolled. */
const atFirst = 25

/** As many as are added at a time while nothing else is to be done. */
const more = 200

interface TableProps {
  /** Goes to what a text belongs to. */
  onOpen: (owner: string) => void
  /** Whether the texts of an owner can only be read here. */
  isLocked?: ((owner: string) => boolean) | undefined
}

/** The rows that are shown. What was found stays while it is written, until something else is looked for. */
function useShown(whole: Worded, rows: readonly Row[], nameOf: (spot: Spot) => string) {
  const [shown, setShown] = useState(everything)
  const [found, setFound] = useState<ReadonlySet<string>>(new Set())
  const columns = columnsOf(whole).filter((l, i) => i === 0 || !whole.locales.includes(shown.beside) || l === shown.beside)
  const isFound = (row: Row, wanted: Shown): boolean => matches(whole, row, { ...wanted, locales: columns, name: nameOf(row) })
  const show = (next: Shown): void => {
    setShown(next)
    setFound(new Set(rows.filter((row) => isFound(row, next)).map((row) => row.address)))
  }
  const isAll = shown.state === 'all' && shown.search.trim() === ''
  return { shown, show, columns: columns.join(' '), visible: isAll ? rows : rows.filter((row) => found.has(row.address) || isFound(row, shown)) }
}

/** How many rows are there: those of the first window at once, the others soon after, and all where one of them is wanted. */
function useCount(all: number, isAll: boolean): number {
  const [count, setCount] = useState(atFirst)
  useEffect(() => {
    if (isAll) setCount(all)
    if (isAll || count >= all) return
    const timer = setTimeout(() => startTransition(() => setCount(count + more)))
    return () => clearTimeout(timer)
  }, [count, all, isAll])
  return isAll ? all : count
}

/** Leads to a cell: from a finding, or from the cell above or below. What no row has leads nowhere. */
function useWish(rows: readonly Row[], prepare: () => void) {
  const goal = useGoal()
  const [wish, setWish] = useState<Goal>()
  const latest = useRef({ rows, prepare })
  latest.current = { rows, prepare }
  useEffect(() => {
    const go = (): void => {
      const next = goal.get()
      if (!next) return
      goal.set(undefined)
      const row = rowAt(latest.current.rows, next.address)
      if (!row) return
      latest.current.prepare()
      setWish({ ...next, address: row.address })
    }
    go()
    return goal.subscribe(go)
  }, [goal])
  return { wish, setWish }
}

/** All texts of a definition beside each other in all its languages. */
export function Translations({ onOpen, isLocked }: TableProps) {
  // The cell that is written follows each letter by itself; the table may be a moment late.
  const whole = useDeferredValue(useDraftPart<Worded, Worded>((view) => view.history.present))
  const open = useRef(onOpen)
  open.current = onOpen
  const onPart = useCallback((owner: string) => open.current(owner), [])
  return <Sheet whole={whole} onOpen={onPart} isLocked={isLocked} />
}

const Sheet = memo(function Sheet({ whole, onOpen, isLocked }: TableProps & { whole: Worded }) {
  const { t, locale: own } = useI18n()
  const words = useTextWords(whole)
  const nameOf = (spot: Spot): string => inOneLine(words(spot))
  const rows = useMemo(() => rowsOf(whole, isLocked), [whole, isLocked])
  const { shown, show, columns: tags, visible } = useShown(whole, rows, nameOf)
  const columns = useMemo(() => tags.split(' '), [tags])
  const { wish, setWish } = useWish(rows, () => show(everything))
  const count = useCount(visible.length, wish !== undefined)
  const scroll = useRef<HTMLDivElement>(null)
  const order = useRef(visible)
  order.current = visible
  const onArrived = useCallback(() => setWish(undefined), [setWish])
  const onStep = useCallback((address: string, locale: string, by: 1 | -1) => {
    const next = order.current[order.current.findIndex((row) => row.address === address) + by]
    if (next) setWish({ address: next.address, locale })
  }, [setWish])
  useShortcuts([{ keys: 'Ctrl+Enter', label: t('translations.keys.down') }, { keys: 'Ctrl+Shift+Enter', label: t('translations.keys.up') }])
  return (
    <div className={css.page}>
      <Bar whole={whole} rows={rows} shown={shown} onShow={show} nameOf={nameOf} />
      {whole.locales.length < 2 && <p className={css.teach}>{t('translations.teach')}</p>}
      <div ref={scroll} className={css.scroll} role="region" aria-label={t('builder.tab.translations')} tabIndex={0}>
        {visible.length === 0 ? <Empty title={t(shown.state === 'all' || shown.search !== '' ? 'translations.notFound' : `translations.none.${shown.state}`)} glyph="pass" /> : (
          <NeighbourhoodProvider canvas={scroll} first={() => visible.slice(0, atFirst).map((row) => row.address)}>
            <table className={css.grid}>
              <thead><tr><th scope="col">{t('translations.text')}</th>{columns.map((l) => <th key={l} scope="col">{languageName(l, own)}</th>)}</tr></thead>
              <tbody>
                {visible.slice(0, count).map((row) => (
                  <Line
                    key={row.address} row={row} {...words(row)} columns={columns} outdated={outdatedOf(whole, row)} onOpen={onOpen} onStep={onStep} onArrived={onArrived}
                    wish={wish?.address === row.address ? wish.locale : undefined}
                  />
                ))}
              </tbody>
            </table>
          </NeighbourhoodProvider>
        )}
      </div>
    </div>
  )
})
