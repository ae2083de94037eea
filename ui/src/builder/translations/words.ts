import { useMemo } from 'react'
import type { Text } from '../../fields/types'
import { type I18n, useI18n } from '../../i18n/I18n'
import type { TextKey } from '../../i18n/keys'
import { useContent } from '../frame/content'
import type { Spot, Worded } from '../document/texts'
import { at } from './rows'

/** What a text is, as people say it. */
export interface TextWords {
  /** What it belongs to, by name. */
  owner: string
  /** Which of its texts it is. */
  what: string
}

type Named = Partial<Record<'title' | 'label' | 'name' | 'subject', Text>> & { key?: string }

/** The parts that have one text each, and are told apart by their number. */
const parts: Record<string, TextKey> = {
  options: 'translations.option', validations: 'builder.check.title', steps: 'approvals.step',
  rows: 'approvals.score.row', bands: 'approvals.score.band', queue: 'flow.queue.name',
}

const singular: Record<string, string> = { stages: 'stage', transitions: 'transition', checks: 'check', reasons: 'reason', messages: 'message' }

/** The name of one text of an owner. */
function partOf({ path, owner }: Spot, { t, find }: I18n): string {
  const property = String(path.at(-1))
  const list = path.at(-2) === 'queue' ? 'queue' : String(path.at(-3))
  const part = parts[list]
  if (part && (path.length > 3 || owner === '')) return t(part, { n: Number(path.at(-2)) + 1 })
  const kind = String(path[0])
  const word = find(`flow.${singular[kind] ?? kind}.${property}`) ?? find(`builder.property.${property}`) ?? property
  const group = find(`flow.one.${kind}`)
  return group ? `${group} · ${word}` : word
}

/** The page, field or member that a text belongs to. */
function ownerOf(whole: object, { path, owner }: Spot): Named {
  if (owner === '') return whole as Named
  if (owner.includes('/')) return at(whole, path.slice(0, 2)) as Named
  for (let end = path.length - 1; end > 0; end--) {
    const node = at(whole, path.slice(0, end)) as Named & { id?: string }
    if (node.id === owner) return node
  }
  return {}
}

function useWholeName(): (whole: object) => string {
  const { t } = useI18n()
  return (whole) => t('stages' in whole ? 'flow.one.pipeline' : 'items' in whole ? 'flow.list.checklist' : 'builder.wholeForm')
}

/** Names the texts of a definition. */
export function useTextWords(whole: Worded): (spot: Spot) => TextWords {
  const i18n = useI18n()
  const { read } = useContent()
  const wholeName = useWholeName()(whole)
  return useMemo(() => (spot) => {
    const { title, label, name, subject, key = '' } = ownerOf(whole, spot)
    return { owner: spot.owner === '' ? wholeName : read(label ?? title ?? name ?? subject) || key, what: partOf(spot, i18n) }
  }, [whole, i18n, read, wholeName])
}

/** The same as one line. */
export const inOneLine = ({ owner, what }: TextWords): string => `${owner} · ${what}`
