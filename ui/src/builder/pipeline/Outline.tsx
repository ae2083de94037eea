import { TextInput } from '@mantine/core'
import { type KeyboardEvent, useRef, useState } from 'react'
import { Glyph } from '../../desk/parts/Glyph'
import { useI18n } from '../../i18n/I18n'
import { direction } from '../../i18n/locale'
import { press, useActions } from './actions'
import { useBench } from './bench'
import css from './editor.module.css'
import { FindingMark, KindGlyph, TriggerGlyph, UnseenMark } from './Marks'
import { idOf, type Stage, type Transition } from './types'
import { useSpeech } from './editing'

/** A line of the outline: a stage, the start, or a transition below one of them. */
interface Line {
  id: string
  level: 1 | 2
  /** Position among its siblings, from 1. */
  at: number
  of: number
  parent: string
  isOpen?: boolean
  words: string
  note: string
  stage?: Stage
  transition?: Transition
}

const start = 'start'

function useLines(search: string, closed: ReadonlySet<string>): Line[] {
  const { p, words } = useBench()
  const { t, text } = useSpeech()
  const wanted = search.trim().toLocaleLowerCase()
  const has = (...said: string[]): boolean => said.some((each) => each.toLocaleLowerCase().includes(wanted))
  const nameOf = (key: string): string => text(p.stages.find((s) => s.key === key)?.name) || key
  const waysOf = (from: string): Omit<Line, 'at' | 'of'>[] =>
    p.transitions.filter((each) => each.from === from).map((each) => ({
      id: idOf('transitions', each.key), level: 2, parent: from ? idOf('stages', from) : start, transition: each, words: words.trigger(each),
      note: [words.note(each), each.to === from ? t('flow.outline.stays') : t('flow.outline.to', { name: each.to ? nameOf(each.to) : t('flow.outside.removed') })].filter(Boolean).join(' · '),
    }))
  const tops: Omit<Line, 'at' | 'of'>[] = [
    { id: start, level: 1, parent: '', words: t('flow.outside.start'), note: '' },
    ...p.stages.map((s) => ({ id: idOf('stages', s.key), level: 1 as const, parent: '', stage: s, words: nameOf(s.key), note: t(`flow.kind.${s.kind}`) })),
  ]
  const numbered = (lines: Omit<Line, 'at' | 'of'>[]): Line[] => lines.map((each, i) => ({ ...each, at: i + 1, of: lines.length }))
  const kept = tops.map((top) => ({ top, ways: waysOf(top.stage?.key ?? '').filter((way) => !wanted || has(way.words, way.note, way.transition?.key ?? '', top.words)) }))
  const shown = kept.filter(({ top, ways }) => !wanted || ways.length > 0 || has(top.words, top.stage?.key ?? ''))
  const open = (id: string): boolean => wanted !== '' || !closed.has(id)
  return numbered(shown.map(({ top }) => top)).flatMap((top, i) => [{ ...top, isOpen: shown[i]!.ways.length > 0 ? open(top.id) : undefined }, ...(open(top.id) ? numbered(shown[i]!.ways) : [])])
}

/** Where a key leads among the lines: up and down, into and out of a stage. */
function target(lines: readonly Line[], line: Line, key: string): string | undefined {
  const at = lines.indexOf(line)
  if (key === 'ArrowDown') return lines[at + 1]?.id
  if (key === 'ArrowUp') return lines[at - 1]?.id
  if (key === 'Home') return lines[0]?.id
  if (key === 'End') return lines.at(-1)?.id
  if (key === 'Inward' && line.isOpen) return lines[at + 1]?.id
  if (key === 'Outward' && line.parent) return line.parent
  return undefined
}

function useTree(lines: readonly Line[], fold: (id: string, isOpen: boolean) => void) {
  const { select, rename } = useBench()
  const { locale } = useI18n()
  const actions = useActions()
  const [focus, setFocus] = useState('')
  const tree = useRef<HTMLUListElement>(null)
  const go = (id: string): void => {
    setFocus(id)
    if (id !== start) select(id)
    tree.current?.querySelector<HTMLElement>(`[data-item="${id}"]`)?.focus() // at once, for who holds the key down
  }
  const inward = direction(locale) === 'rtl' ? 'ArrowLeft' : 'ArrowRight'
  const named = (key: string): string => (key === inward ? 'Inward' : ['ArrowLeft', 'ArrowRight'].includes(key) ? 'Outward' : key)
  const onKeyDown = (event: KeyboardEvent, line: Line): void => {
    const key = event.altKey ? '' : named(event.key)
    const isFold = (key === 'Inward' && line.isOpen === false) || (key === 'Outward' && line.isOpen === true)
    if (isFold) fold(line.id, key === 'Inward')
    const to = isFold ? undefined : target(lines, line, key)
    if (to) go(to)
    if (key === 'Enter' && line.id !== start) rename()
    if (isFold || to || key === 'Enter' || press(actions(line.id), event)) event.preventDefault()
  }
  return { tree, focus, setFocus, go, onKeyDown }
}

/** The pipeline as a tree: stages, and below each the ways that lead on. All that the picture can do is done here by keys. */
export function Outline() {
  const { t } = useI18n()
  const { id: selected } = useBench()
  const [search, setSearch] = useState('')
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set())
  const lines = useLines(search, closed)
  const fold = (id: string, isOpen: boolean): void => setClosed(isOpen ? new Set([...closed].filter((each) => each !== id)) : new Set([...closed, id]))
  const { tree, focus, go, onKeyDown } = useTree(lines, fold)
  const current = [selected, focus, lines[0]?.id].find((id) => lines.some((l) => l.id === id))
  return (
    <div className={css.outline}>
      <div className={css.toolbar}>
        <TextInput type="search" className={css.grow} aria-label={t('flow.outline.search')} placeholder={t('flow.outline.search')} leftSection={<Glyph name="search" />} value={search} onChange={(e) => setSearch(e.currentTarget.value)} />
        <span className={css.quiet}>{t('flow.outline.count', { n: lines.length })}</span>
      </div>
      <ul ref={tree} role="tree" aria-label={t('flow.outline.title')} className={css.tree}>
        {lines.map((line) => (
          <li
            key={line.id}
            role="treeitem"
            data-item={line.id}
            data-level={line.level}
            aria-level={line.level}
            aria-posinset={line.at}
            aria-setsize={line.of}
            aria-expanded={line.isOpen}
            aria-selected={line.id === selected}
            tabIndex={line.id === current ? 0 : -1}
            onClick={() => go(line.id)}
            onKeyDown={(event) => onKeyDown(event, line)}
          >
            <span className={css.twist} aria-hidden onClick={(event) => line.isOpen !== undefined && (event.stopPropagation(), fold(line.id, !line.isOpen))}>
              {line.isOpen !== undefined && <Glyph name={line.isOpen ? 'down' : 'forward'} size={12} />}
            </span>
            {line.stage && <KindGlyph kind={line.stage.kind} />}
            {line.transition && <TriggerGlyph transition={line.transition} />}
            <span className={css.lineText}><bdi>{line.words}</bdi>{line.note && <small>{line.note}</small>}</span>
            <FindingMark id={line.id} /><UnseenMark id={line.id} />
          </li>
        ))}
      </ul>
      <p className={css.keys}>{t('flow.outline.keys')}</p>
    </div>
  )
}
