import { Button, Checkbox, NumberInput, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { api, ask, FaultError, type Schemas } from '../api/client'
import { loadMessageTexts } from '../desk/messageTexts'
import { isStale } from '../desk/parts/fault'
import { FaultNotice } from '../desk/parts/FaultNotice'
import { Leaving } from '../desk/parts/Leaving'
import { LoadFault } from '../desk/parts/LoadFault'
import { once } from '../desk/parts/once'
import { PageHead } from '../desk/parts/PageHead'
import { Body, ListSkeleton } from '../desk/parts/Table'
import { useSay } from '../desk/parts/toast'
import { Waiting } from '../desk/parts/Waiting'
import { MoreTexts, useI18n } from '../i18n/I18n'
import { intlTag } from '../i18n/locale'
import css from './admin.module.css'

type Ladder = Schemas['Ladder']

const key = ['ladder']

const week = [1, 2, 3, 4, 5, 6, 0]

function useLadder(kept: Ladder) {
  const { t } = useI18n()
  const say = useSay()
  const client = useQueryClient()
  const [ladder, setLadder] = useState(kept)
  const save = useMutation({
    mutationFn: (body: Ladder) => ask(api.PUT('/ladder', { body })),
    onSuccess: (next) => {
      client.setQueryData(key, next)
      setLadder(next)
      say(t('messages.ladder.saved'))
    },
  })
  const isChanged = JSON.stringify(ladder) !== JSON.stringify(kept)
  const reload = (): void => {
    save.reset()
    void client.fetchQuery({ queryKey: key, queryFn: () => ask(api.GET('/ladder')) }).then((next) => setLadder({ ...ladder, revision: next.revision }))
  }
  const change = (part: Partial<Ladder>): void => setLadder({ ...ladder, ...part })
  /** What the server says is wrong with a part. */
  const wrong = (part: string): string | undefined =>
    save.error instanceof FaultError ? save.error.fault.violations?.find((v) => v.path === `/${part}`)?.message : undefined
  return { ladder, change, save, isChanged, reload, wrong, store: () => save.mutate(ladder) }
}

type Form = ReturnType<typeof useLadder>

function Quiet({ ladder, change, wrong }: Form) {
  const { t, locale } = useI18n()
  const isOn = Boolean(ladder.quietFrom || ladder.quietUntil)
  const days = ladder.quietDays ?? []
  const names = useMemo(() => new Intl.DateTimeFormat(intlTag(locale), { weekday: 'long', timeZone: 'UTC' }), [locale])
  const nameOf = (day: number): string => names.format(new Date(Date.UTC(2026, 10, 1 + day))) // 1 November 2026 is a Sunday
  const toggle = (on: boolean): void => change(on ? { quietFrom: '21:00', quietUntil: '08:00' } : { quietFrom: undefined, quietUntil: undefined })
  const pick = (day: number, on: boolean): void => change({ quietDays: on ? [...days, day].sort() : days.filter((d) => d !== day) })
  return (
    <section className={css.block} aria-labelledby="quiet">
      <h2 id="quiet">{t('messages.ladder.quiet')}</h2>
      <p className={css.quiet}>{t('messages.ladder.quietHint', { zone: ladder.timeZone ?? '' })}</p>
      <Checkbox label={t('messages.ladder.on')} checked={isOn} onChange={(e) => toggle(e.currentTarget.checked)} />
      {isOn && (
        <div className={css.pair}>
          <TextInput type="time" dir="ltr" label={t('messages.ladder.from')} value={ladder.quietFrom ?? ''} error={wrong('quietFrom')} onChange={(e) => change({ quietFrom: e.currentTarget.value })} />
          <TextInput type="time" dir="ltr" label={t('messages.ladder.until')} value={ladder.quietUntil ?? ''} error={wrong('quietUntil')} onChange={(e) => change({ quietUntil: e.currentTarget.value })} />
        </div>
      )}
      <Checkbox.Group label={t('messages.ladder.days')} error={wrong('quietDays')} value={days.map(String)}>
        <div className={css.days}>{week.map((day) => <Checkbox key={day} value={String(day)} label={nameOf(day)} onChange={(e) => pick(day, e.currentTarget.checked)} />)}</div>
      </Checkbox.Group>
    </section>
  )
}

function Count({ label, hint, value, error, max, onChange }: { label: string; hint: string; value: number | undefined; error: string | undefined; max: number; onChange: (n: number | undefined) => void }) {
  return <NumberInput label={label} description={hint} min={0} max={max} allowDecimal={false} allowNegative={false} value={value || ''} error={error} onChange={(n) => onChange(typeof n === 'number' && n > 0 ? n : undefined)} />
}

function Caps({ ladder, change, wrong }: Form) {
  const { t } = useI18n()
  const none = t('messages.ladder.none')
  return (
    <section className={css.block} aria-labelledby="caps">
      <h2 id="caps">{t('messages.ladder.caps')}</h2>
      <p className={css.quiet}>{t('messages.ladder.capsHint')}</p>
      <div className={css.pair}>
        <Count label={t('messages.ladder.perDay')} hint={none} max={100} value={ladder.perDay} error={wrong('perDay')} onChange={(perDay) => change({ perDay })} />
        <Count label={t('messages.ladder.perWeek')} hint={none} max={500} value={ladder.perWeek} error={wrong('perWeek')} onChange={(perWeek) => change({ perWeek })} />
      </div>
      <div className={css.pair}><Count label={t('messages.ladder.resends')} hint={t('messages.ladder.resendsHint')} max={20} value={ladder.resends} error={wrong('resends')} onChange={(resends) => change({ resends })} /></div>
    </section>
  )
}

function Editor({ kept }: { kept: Ladder }) {
  const { t } = useI18n()
  const form = useLadder(kept)
  const { save, isChanged, store, reload } = form
  const idle = !isChanged || undefined
  return (
    <Body>
      <Quiet {...form} />
      <Caps {...form} />
      <section className={css.block} aria-labelledby="always">
        <h2 id="always">{t('messages.ladder.always')}</h2>
        <p className={css.quiet}>{t('messages.ladder.always1')}</p>
        <p className={css.quiet}>{t('messages.ladder.always2')}</p>
        <p className={css.quiet}>{t('messages.ladder.always3')}</p>
      </section>
      <FaultNotice error={save.error} retry={isStale(save.error) ? reload : undefined} />
      <div><Button loading={save.isPending} aria-disabled={idle} data-disabled={idle} onClick={once(() => isChanged && store())}>{t('desk.save')}</Button></div>
      <Leaving unsaved={isChanged} />
    </Body>
  )
}

function Page() {
  const { t } = useI18n()
  const { data, error, refetch } = useQuery({ queryKey: key, queryFn: () => ask(api.GET('/ladder')), staleTime: 0 })
  return (
    <>
      <PageHead title={t('messages.ladder')} note={t('messages.ladder.note')} />
      {!data && error ? <LoadFault error={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <ListSkeleton rows={6} /> : null}
      {data && <Editor kept={data} />}
    </>
  )
}

/** When and how often people are reminded. */
export function LadderPage() {
  return <MoreTexts load={loadMessageTexts} waiting={<Waiting />}><Page /></MoreTexts>
}
