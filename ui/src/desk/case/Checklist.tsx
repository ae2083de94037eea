import { Button } from '@mantine/core'
import { MoreTexts, useI18n } from '../../i18n/I18n'
import type { TextKey } from '../../i18n/keys'
import { Chip, type Tone } from '../parts/Chip'
import { FaultNotice } from '../parts/FaultNotice'
import { ListSkeleton, Stack } from '../parts/Table'
import { useSay } from '../parts/toast'
import { WhyButton } from '../parts/Why'
import { type ChecklistItem, type SparedItem, useAssist, useChecklist, useTick } from '../query/portal'
import css from './case.module.css'
import { useOpenCase } from './context'
import { useMay } from './may'
import { loadPortalTexts } from './portalTexts'

const tones: Record<ChecklistItem['state'], Tone> = { todo: 'plain', started: 'info', blocked: 'plain', problem: 'danger', checking: 'warn', ours: 'warn', done: 'success' }

/** Filling in at the counter or on the phone, on the applicant's own pages. */
function Assist() {
  const { t } = useI18n()
  const { id } = useOpenCase()
  const why = useMay()('assist')
  const assist = useAssist(id)
  return (
    <section className={css.staffPage} aria-labelledby="assist">
      <h2 id="assist">{t('share.assist.title')}</h2>
      <p className={css.quiet}>{t('share.assist.text')}</p>
      <div><WhyButton variant="default" why={why} busy={assist.isPending} onClick={() => assist.mutate()}>{t('share.assist.go')}</WhyButton></div>
      <FaultNotice error={assist.error} />
    </section>
  )
}

function useFoot(item: ChecklistItem): string {
  const { t, text, list, date } = useI18n()
  if (item.waits?.length) return t('share.list.waits', { list: list(item.waits.map(text)) })
  if (!item.dueAt) return text(item.hint)
  return t(item.overdue ? 'share.list.overdue' : 'share.list.due', { date: date(item.dueAt) })
}

function Row({ item, marked, tick }: { item: ChecklistItem; marked: boolean; tick: ((done: boolean) => void) | undefined }) {
  const { t, text } = useI18n()
  const foot = useFoot(item)
  const title = text(item.title)
  return (
    <li className={css.item}>
      <p><bdi>{title}</bdi> <Chip tone={tones[item.state]}>{t(`share.state.${item.state}` as TextKey)}</Chip></p>
      {foot && <p className={css.itemFoot}>{foot}</p>}
      {tick && (
        <div>
          <Button size="compact-sm" variant="default" aria-label={`${t(marked ? 'share.list.untick' : 'share.list.tick')}: ${title}`} onClick={() => tick(!marked)}>
            {t(marked ? 'share.list.untick' : 'share.list.tick')}
          </Button>
        </div>
      )}
    </li>
  )
}

function Spared({ item }: { item: SparedItem }) {
  const { t, text, list } = useI18n()
  return (
    <li className={css.item}>
      <p className={css.quiet}><bdi>{text(item.title)}</bdi></p>
      <p className={css.itemFoot}>{t('share.list.spared', { list: list(item.checks.map(text)) })}</p>
    </li>
  )
}

function List() {
  const { t, text } = useI18n()
  const { id } = useOpenCase()
  const say = useSay()
  const { data, error, refetch } = useChecklist(id)
  const tick = useTick(id)
  const mayTick = useMay()('tick') === undefined
  if (!data && error) return <FaultNotice error={error} retry={() => void refetch()} />
  if (!data) return <ListSkeleton rows={4} />
  const { items } = data.checklist
  if (items.length + data.spared.length === 0) return <p className={css.quiet}>{t('share.list.none')}</p>
  const set = (item: ChecklistItem) => (done: boolean): void => {
    tick.mutate({ item: item.key, done }, { onSuccess: () => say(t(done ? 'share.list.ticked' : 'share.list.unticked', { item: text(item.title) })) })
  }
  return (
    <Stack>
      <p className={css.quiet}>{t('share.list.progress', { done: items.filter((i) => i.state === 'done').length, n: items.length })}</p>
      <FaultNotice error={tick.error} />
      <ul className={css.items}>
        {items.map((i) => <Row key={i.key} item={i} marked={data.marked.includes(i.key)} tick={mayTick && data.tickable.includes(i.key) ? set(i) : undefined} />)}
        {data.spared.map((i) => <Spared key={i.key} item={i} />)}
      </ul>
    </Stack>
  )
}

/** The list that the applicant works through, as it stands, and filling in for them. */
export function Checklist() {
  return (
    <MoreTexts load={loadPortalTexts} waiting={<ListSkeleton rows={4} />}>
      <Stack><List /><Assist /></Stack>
    </MoreTexts>
  )
}
