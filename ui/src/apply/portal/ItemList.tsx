import { useCallback } from 'react'
import { api, ask } from '../../api/client'
import { Button } from '../../design/Button'
import { Soft, Stack } from '../../design/Layout'
import { Tag } from '../../design/Tag'
import { Task, TaskList } from '../../design/TaskList'
import { useI18n } from '../../i18n/I18n'
import type { TextKey } from '../../i18n/keys'
import { type Case, useCase } from '../caseContext'
import { dueWords } from '../due'
import { Failure } from '../Failure'
import { Link } from '../Link'
import { to } from '../router'
import { useAct } from '../useAct'
import { headed, type Item } from './items'

const tones: Partial<Record<Item['state'], 'info' | 'warn' | 'danger'>> = { todo: 'info', started: 'warn', problem: 'danger', checking: 'info', ours: 'info' }

function State({ state }: { state: Item['state'] }) {
  const { t } = useI18n()
  const words = t(`checklist.state.${state}` as TextKey)
  if (state === 'blocked') return <Soft small>{words}</Soft>
  return tones[state] ? <Tag tone={tones[state]}>{words}</Tag> : words
}

/** What an item without questions asks of whom. */
function bareHint(item: Item, current: Case): [TextKey, Record<string, string>?] | undefined {
  if (item.state === 'done' || item.state === 'blocked' || item.pages?.length) return undefined
  if (item.kind === 'payment') return ['checklist.item.pay', { reference: `\u2068${current.reference}\u2069` }]
  if (item.kind === 'signature' && item.state === 'todo') return ['checklist.item.signHere']
  if (item.kind === 'document' || item.kind === 'form') return ['checklist.item.bring']
  return undefined
}

function useHints(item: Item, current: Case): string[] {
  const { t, text, list, locale } = useI18n()
  const bare = bareHint(item, current)
  return [
    text(item.hint),
    item.waits?.length ? t('checklist.item.waits', { list: list(item.waits.map(text)) }) : '',
    item.dueAt ? t(item.overdue ? 'checklist.item.overdue' : 'checklist.item.due', dueWords(item.dueAt, locale)) : '',
    bare ? t(...bare) : '',
  ].filter(Boolean)
}

/** Saying that a text was read. */
function Confirm({ item }: { item: Item }) {
  const { t, text } = useI18n()
  const { take } = useCase()
  const { busy, error, run } = useAct(useCallback(async (key: string) => {
    take(await ask(api.POST('/portal/case/items/{item}/confirm', { params: { path: { item: item.key }, header: { 'Idempotency-Key': key } } })))
  }, [item.key, take]))
  return (
    <>
      {error !== undefined && <Failure error={error} />}
      <Button kind="secondary" busy={busy} onClick={run} aria-label={`${t('checklist.item.read')}: ${text(item.title)}`}>{t('checklist.item.read')}</Button>
    </>
  )
}

function Row({ item, current }: { item: Item; current: Case }) {
  const { t, text } = useI18n()
  const hints = useHints(item, current)
  const title = text(item.title)
  return (
    <Task
      title={item.canOpen ? <Link href={to.item(current.pipeline, item.key)}>{title}</Link> : <span>{title}</span>}
      hint={hints.length > 0 && hints.map((h) => <div key={h} dir="auto">{h}</div>)}
      status={item.canMark ? <Confirm item={item} /> : <>{item.overdue && <Tag tone="danger">{t('checklist.item.late')}</Tag>}<State state={item.state} /></>}
    />
  )
}

/** Items under each other, below their headings; where something can be done, the whole row is the link. */
export function ItemList({ items, current }: { items: readonly Item[]; current: Case }) {
  const { text } = useI18n()
  return (
    <Stack>
      {headed(items).map((group) => (
        <Stack key={group.items[0]?.key} gap="small">
          {group.heading && <h3>{text(group.heading)}</h3>}
          <TaskList>{group.items.map((i) => <Row key={i.key} item={i} current={current} />)}</TaskList>
        </Stack>
      ))}
    </Stack>
  )
}
