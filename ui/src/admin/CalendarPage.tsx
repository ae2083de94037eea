import { Button, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { FaultError } from '../api/client'
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
import css from './admin.module.css'
import { Holidays } from './calendar/Holidays'
import { Preview } from './calendar/Preview'
import { type Calendar, useCalendar, useSaveCalendar } from './calendar/queries'
import { Week } from './calendar/Week'
import { loadCalendarTexts } from './texts'

function Zone({ zone, error, onChange }: { zone: string; error: string | undefined; onChange: (zone: string) => void }) {
  const { t } = useI18n()
  const zones = [...new Set([zone, ...Intl.supportedValuesOf('timeZone'), 'UTC'])].sort()
  return (
    <section className={css.block} aria-labelledby="zone">
      <h2 id="zone">{t('calendar.zone')}</h2>
      <NativeSelect dir="ltr" aria-labelledby="zone" className={css.zone} description={t('calendar.zoneHint')} value={zone} data={zones} error={error} onChange={(e) => onChange(e.currentTarget.value)} />
    </section>
  )
}

function Editor({ kept }: { kept: Calendar }) {
  const { t } = useI18n()
  const say = useSay()
  const [calendar, setCalendar] = useState(kept)
  const { save, readAgain } = useSaveCalendar()
  const isChanged = JSON.stringify(calendar) !== JSON.stringify(kept)
  const change = (part: Partial<Calendar>): void => setCalendar({ ...calendar, ...part })
  const wrong = (path: string): string | undefined =>
    save.error instanceof FaultError ? save.error.fault.violations?.find((v) => v.path === path)?.message : undefined
  const store = (): void => save.mutate(calendar, {
    onSuccess: (next) => {
      setCalendar(next)
      say(t('calendar.saved'))
    },
  })
  const reload = (): void => {
    save.reset()
    void readAgain().then((next) => setCalendar({ ...calendar, revision: next.revision }))
  }
  const idle = !isChanged || undefined
  return (
    <Body>
      <Week hours={calendar.hours} wrong={wrong} onChange={(hours) => change({ hours })} />
      <Holidays holidays={calendar.holidays} wrong={wrong} onChange={(holidays) => change({ holidays })} />
      <Zone zone={calendar.timeZone} error={wrong('/timeZone')} onChange={(timeZone) => change({ timeZone })} />
      <Preview calendar={calendar} />
      <section className={css.block} aria-labelledby="flight">
        <h2 id="flight">{t('calendar.flight')}</h2>
        <p className={css.quiet}>{t('calendar.flight1')}</p>
        <p className={css.quiet}>{t('calendar.flight2')}</p>
      </section>
      <FaultNotice error={save.error} retry={isStale(save.error) ? reload : undefined} />
      <div><Button loading={save.isPending} aria-disabled={idle} data-disabled={idle} onClick={once(() => isChanged && store())}>{t('desk.save')}</Button></div>
      <Leaving unsaved={isChanged} />
    </Body>
  )
}

function Page() {
  const { t } = useI18n()
  const { data, error, refetch } = useCalendar()
  return (
    <>
      <PageHead title={t('calendar.title')} note={t('calendar.note')} />
      {!data && error ? <LoadFault error={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <ListSkeleton rows={8} /> : null}
      {data && <Editor kept={data} />}
    </>
  )
}

/** When the organisation works: what service levels and timers in working time are counted by. */
export function CalendarPage() {
  return <MoreTexts load={loadCalendarTexts} waiting={<Waiting />}><Page /></MoreTexts>
}
