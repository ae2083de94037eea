import { VisuallyHidden } from '@mantine/core'
import { Fragment, type ReactNode, useMemo } from 'react'
import { Chip, type Tone } from '../../desk/parts/Chip'
import type { GlyphName } from '../../desk/parts/Glyph'
import type { Field, Text } from '../../fields/types'
import { useI18n } from '../../i18n/I18n'
import type { JsonObject } from '../document/json'
import { Face } from '../form/canvas/Face'
import { useContent } from '../frame/content'
import { useSpeech } from '../pipeline/editing'
import type { Names } from '../pipeline/names'
import type { Pipeline, Transition } from '../pipeline/types'
import { useWords } from '../pipeline/words'
import css from './compare.module.css'
import { align, folded, type Mark, type Row } from './sides'

const looks: Record<Exclude<Mark, 'same'>, readonly [Tone, GlyphName]> = {
  added: ['success', 'plus'], removed: ['danger', 'minus'], changed: ['warn', 'rotate'], moved: ['info', 'both'],
}

function MarkChip({ mark }: { mark: Mark }) {
  const { t } = useI18n()
  if (mark === 'same') return null
  const [tone, glyph] = looks[mark]
  return <Chip tone={tone} glyph={glyph}>{t(`impact.side.${mark}`)}</Chip>
}

type Draw = (node: JsonObject) => ReactNode

/** What stands before and what after, by name. */
type Heads = readonly [before: string, after: string]

interface LineProps {
  row: Row
  heads: Heads
  draw: Draw
}

function Line({ row, heads, draw }: LineProps) {
  const { t } = useI18n()
  const side = (node: JsonObject | undefined): ReactNode => (node ? draw(node) : <i className={css.absent}>{t('impact.side.nothing')}</i>)
  return (
    <li className={css.pair} data-mark={row.mark}>
      <p className={css.mark}><MarkChip mark={row.mark} /></p>
      <div data-side="before"><VisuallyHidden>{heads[0]}</VisuallyHidden>{side(row.before)}</div>
      <div data-side="after"><VisuallyHidden>{heads[1]}</VisuallyHidden>{side(row.after)}</div>
    </li>
  )
}

function Rows({ rows, heads, draw }: Omit<LineProps, 'row'> & { rows: readonly Row[] }) {
  const { t } = useI18n()
  return (
    <ul className={css.pairs}>
      {folded(rows).map((part) =>
        Array.isArray(part) ? (
          <li key={part[0]!.id} className={css.same}>
            <details>
              <summary>{t('impact.side.unchanged', { n: part.length })}</summary>
              <ul className={css.pairs}>{part.map((row) => <Line key={row.id} row={row} heads={heads} draw={draw} />)}</ul>
            </details>
          </li>
        ) : <Line key={part.id} row={part} heads={heads} draw={draw} />,
      )}
    </ul>
  )
}

const list = (node: JsonObject | undefined, name: string): JsonObject[] => (Array.isArray(node?.[name]) ? (node[name] as JsonObject[]) : [])

const noNames: Names = []

/** A stage, a transition or an item, in a line or two. */
function useSummary(before: JsonObject, after: JsonObject): Draw {
  const i18n = useSpeech()
  const words = useWords(after as unknown as Pipeline, noNames)
  const nameOf = (node: JsonObject): string => i18n.text((node.name ?? node.title ?? node.label) as Text | undefined) || String(node.key)
  const stage = (key: string): string => {
    const found = [...list(after, 'stages'), ...list(before, 'stages')].find((s) => s.key === key)
    return found ? nameOf(found) : key || '·'
  }
  const said = (node: JsonObject): (string | undefined)[] => {
    const { kind, answers, serviceLevel } = node as Readonly<Record<string, string | undefined>>
    if (node.trigger !== undefined) return [i18n.t('impact.side.way', { from: stage(String(node.from)), to: stage(String(node.to)) }), words.trigger(node as unknown as Transition)]
    const kindWord = kind && (i18n.find(`flow.kind.${kind}`) ?? i18n.find(`flow.list.kind.${kind}`) ?? kind)
    return [kindWord, answers && (i18n.find(`flow.answers.${answers}`) ?? answers), serviceLevel && words.duration(serviceLevel)]
  }
  return (node) => (
    <>
      <p className={css.name}>{nameOf(node)}</p>
      <p className={css.where}>{said(node).filter(Boolean).join(' · ')}</p>
    </>
  )
}

/** The pages of a form as applicants see them. */
function FormSides({ before, after, heads }: { before: JsonObject; after: JsonObject; heads: Heads }) {
  const { read } = useContent()
  const pages = useMemo(() => align(list(before, 'pages'), list(after, 'pages')), [before, after])
  const everywhere = useMemo(() => {
    const ids = (form: JsonObject): string[] => list(form, 'pages').flatMap((p) => list(p, 'fields').map((f) => String(f.id)))
    const [was, is] = [new Set(ids(before)), new Set(ids(after))]
    return (id: string) => was.has(id) && is.has(id)
  }, [before, after])
  const title = (page: JsonObject | undefined): string => (page ? read(page.title as Text) || String(page.key) : '')
  return (
    <>
      {pages.map((page) => (
        <section key={page.id} className={css.sidePage} aria-label={title(page.after ?? page.before)}>
          <h4>{title(page.after ?? page.before)} {page.mark !== 'same' && page.mark !== 'changed' && <MarkChip mark={page.mark} />}</h4>
          <Rows rows={align(list(page.before, 'fields'), list(page.after, 'fields'), everywhere)} heads={heads} draw={(field) => <Face field={field as unknown as Field} />} />
        </section>
      ))}
    </>
  )
}

const lists = ['stages', 'transitions', 'items'] as const

/** Two versions of one definition beside each other: what is new, gone or changed is marked in words. */
export function SideBySide({ before, after, heads }: { before: object; after: object; heads: Heads }) {
  const { t } = useI18n()
  const [was, is] = [before as JsonObject, after as JsonObject]
  const summary = useSummary(was, is)
  return (
    <div className={css.sides} tabIndex={0} role="region" aria-label={t('impact.sides')}>
      <p className={css.heads} aria-hidden><span>{heads[0]}</span><span>{heads[1]}</span></p>
      {'pages' in is ? <FormSides before={was} after={is} heads={heads} /> : lists.map((name) => (
        <Fragment key={name}>
          {(list(is, name).length > 0 || list(was, name).length > 0) && <><h4>{t(`impact.side.${name}`)}</h4><Rows rows={align(list(was, name), list(is, name))} heads={heads} draw={summary} /></>}
        </Fragment>
      ))}
    </div>
  )
}
