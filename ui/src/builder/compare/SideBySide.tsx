import { Fragment, type ReactNode, useMemo } from 'react'
import { Chip, type Tone } from '../../desk/parts/Chip'
import type { GlyphName } from '../../desk/parts/Glyph'
import type { Field, Text } from '../../fields/types'
import { useI18n } from '../../i18n/I18n'
import type { JsonObject } from '../document/json'
import { Face } from '../form/canvas/Face'
import { useContent } from '../frame/content'
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

function Line({ row, draw }: { row: Row; draw: Draw }) {
  const { t } = useI18n()
  const side = (node: JsonObject | undefined): ReactNode => (node ? draw(node) : <i className={css.absent}>{t('impact.side.nothing')}</i>)
  return (
    <li className={css.pair} data-mark={row.mark}>
      <p className={css.mark}><MarkChip mark={row.mark} /></p>
      <div data-side="before">{side(row.before)}</div>
      <div data-side="after">{side(row.after)}</div>
    </li>
  )
}

function Rows({ rows, draw }: { rows: readonly Row[]; draw: Draw }) {
  const { t } = useI18n()
  return (
    <ul className={css.pairs}>
      {folded(rows).map((part) =>
        Array.isArray(part) ? (
          <li key={part[0]!.id} className={css.same}>
            <details>
              <summary>{t('impact.side.unchanged', { n: part.length })}</summary>
              <ul className={css.pairs}>{part.map((row) => <Line key={row.id} row={row} draw={draw} />)}</ul>
            </details>
          </li>
        ) : <Line key={part.id} row={part} draw={draw} />,
      )}
    </ul>
  )
}

const list = (node: JsonObject | undefined, name: string): JsonObject[] => (Array.isArray(node?.[name]) ? (node[name] as JsonObject[]) : [])

/** A stage, a transition or an item, in a line or two. */
function useSummary(): Draw {
  const { read } = useContent()
  return (node) => {
    const name = read((node.name ?? node.title ?? node.label) as Text | undefined) || String(node.key)
    const trigger = (node.trigger ?? {}) as JsonObject
    const words = [node.kind, node.answers, node.serviceLevel, trigger.verb, trigger.event, trigger.timer && JSON.stringify((trigger.timer as JsonObject).after)]
    const way = node.trigger === undefined ? '' : `${String(node.from || '·')} → ${String(node.to || '·')}`
    return (
      <>
        <p className={css.name}>{name}</p>
        <p className={css.where}><bdi dir="ltr">{[way, ...words].filter((word) => typeof word === 'string' && word !== '').join(' · ')}</bdi></p>
      </>
    )
  }
}

/** The pages of a form as applicants see them. */
function FormSides({ before, after }: { before: JsonObject; after: JsonObject }) {
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
          <Rows rows={align(list(page.before, 'fields'), list(page.after, 'fields'), everywhere)} draw={(field) => <Face field={field as unknown as Field} />} />
        </section>
      ))}
    </>
  )
}

const lists = ['stages', 'transitions', 'items'] as const

/** Two versions of one definition beside each other: what is new, gone or changed is marked in words. */
export function SideBySide({ before, after, heads }: { before: object; after: object; heads: readonly [string, string] }) {
  const { t } = useI18n()
  const summary = useSummary()
  const [was, is] = [before as JsonObject, after as JsonObject]
  return (
    <div className={css.sides} tabIndex={0} role="region" aria-label={t('impact.sides')}>
      <p className={css.heads} aria-hidden><span>{heads[0]}</span><span>{heads[1]}</span></p>
      {'pages' in is ? <FormSides before={was} after={is} /> : lists.map((name) => (
        <Fragment key={name}>
          {(list(is, name).length > 0 || list(was, name).length > 0) && <><h4>{t(`impact.side.${name}`)}</h4><Rows rows={align(list(was, name), list(is, name))} draw={summary} /></>}
        </Fragment>
      ))}
    </div>
  )
}
