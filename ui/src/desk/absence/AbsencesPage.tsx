import { Button } from '@mantine/core'
import { useState } from 'react'
import { useI18n } from '../../i18n/I18n'
import { Chip } from '../parts/Chip'
import { Dialog } from '../parts/Dialog'
import { Empty } from '../parts/Empty'
import { Glyph } from '../parts/Glyph'
import { LoadFault } from '../parts/LoadFault'
import { PageHead } from '../parts/PageHead'
import { Body, ListSkeleton, Table } from '../parts/Table'
import { useSay } from '../parts/toast'
import { type Absence, useAbsences, useEndAbsence } from '../query/inbox'
import css from '../queue/inbox.module.css'
import { AbsenceDialog } from './AbsenceDialog'
import { lastDay } from './days'

function EndDialog({ absence, onClose }: { absence: Absence; onClose: () => void }) {
  const { t } = useI18n()
  const say = useSay()
  const end = useEndAbsence()
  const { name } = absence
  const submit = (): void =>
    end.mutate(absence.id, {
      onSuccess: () => {
        say(t('inbox.away.ended', { name }))
        onClose()
      },
    })
  return (
    <Dialog title={t('inbox.away.endTitle', { name })} action={t(absence.now ? 'inbox.away.end' : 'inbox.away.cancel')} busy={end.isPending} error={end.error} onSubmit={submit} onClose={onClose}>
      <p>{t('inbox.away.endText', { name })}</p>
    </Dialog>
  )
}

function Line({ absence, onEnd }: { absence: Absence; onEnd: () => void }) {
  const { t, text, list, locale } = useI18n()
  const day = (at: number): string => new Date(at).toLocaleDateString(locale, { dateStyle: 'medium' })
  return (
    <tr>
      <th scope="row"><bdi>{absence.name}</bdi></th>
      <td className={css.day}><time dateTime={absence.from}>{day(new Date(absence.from).getTime())}</time></td>
      <td className={css.day}><time dateTime={absence.until}>{day(lastDay(absence.until))}</time></td>
      <td>
        {absence.substituteName ? <bdi>{absence.substituteName}</bdi> : t('inbox.away.nobody')}
        {absence.decides && <p className={css.note}><Glyph name="people" size={12} /> {t('casepage.decidingWhy', { reason: absence.reason ?? '' })}</p>}
        {absence.gaps && <p className={css.note}><Glyph name="unavailable" size={12} /> {t('inbox.away.gaps', { queues: list(absence.gaps.map(text)) })}. {t('inbox.away.gapsText')}</p>}
      </td>
      <td>{absence.now ? <Chip tone="warn" glyph="skipped">{t('inbox.away.now')}</Chip> : <Chip glyph="pending">{t('inbox.away.later')}</Chip>}</td>
      <td>{absence.mine && <Button variant="default" size="compact-xs" aria-label={`${t(absence.now ? 'inbox.away.end' : 'inbox.away.cancel')}: ${absence.name}`} onClick={onEnd}>{t(absence.now ? 'inbox.away.end' : 'inbox.away.cancel')}</Button>}</td>
    </tr>
  )
}

/** Who is or will be away, and who stands in. Everybody says so of themselves. */
export function AbsencesPage() {
  const { t } = useI18n()
  const { data, error, refetch } = useAbsences()
  const [isAdding, setAdding] = useState(false)
  const [ending, setEnding] = useState<Absence>()
  if (!data && error) return <LoadFault error={error} retry={() => void refetch()} />
  if (!data) return <ListSkeleton />
  const add = <Button leftSection={<Glyph name="plus" />} onClick={() => setAdding(true)}>{t('inbox.away.add')}</Button>
  const heads = [t('inbox.away.member'), t('inbox.away.from'), t('inbox.away.until'), t('inbox.away.substitute'), t('inbox.away.state'), '']
  return (
    <>
      <PageHead title={t('inbox.away.title')} note={t('inbox.away.note')}>{data.absences.length > 0 && add}</PageHead>
      {data.absences.length === 0 ? (
        <Empty title={t('inbox.away.none')} glyph="people" action={add}>{t('inbox.away.noneText')}</Empty>
      ) : (
        <Body><Table label={t('inbox.away.list')} heads={heads}>{data.absences.map((a) => <Line key={a.id} absence={a} onEnd={() => setEnding(a)} />)}</Table></Body>
      )}
      {isAdding && <AbsenceDialog onClose={() => setAdding(false)} />}
      {ending && <EndDialog absence={ending} onClose={() => setEnding(undefined)} />}
    </>
  )
}
