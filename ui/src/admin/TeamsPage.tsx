import { Button } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'react-router'
import type { Schemas } from '../api/client'
import { Empty } from '../desk/parts/Empty'
import { Glyph } from '../desk/parts/Glyph'
import { LoadFault } from '../desk/parts/LoadFault'
import { Notice } from '../desk/parts/Notice'
import { PageHead } from '../desk/parts/PageHead'
import { Body, ListSkeleton, Stack, Table } from '../desk/parts/Table'
import { useTeams } from '../desk/query/inbox'
import { may } from '../desk/query/session'
import { DistributionDialog } from '../desk/queue/Distribution'
import { useMe } from '../desk/session/RequireSession'
import { useI18n } from '../i18n/I18n'
import css from './admin.module.css'
import { FirstStep } from './FirstStep'

type Team = Schemas['QueueOverview']
type Person = Team['people'][number]

/** An ISO 8601 duration in words, or as it is where it has others than these. */
function useLasting(): (duration: string) => string {
  const { number, list } = useI18n()
  return (duration) => {
    const parts = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(duration)
    if (!parts) return duration
    const units = ['day', 'hour', 'minute'] as const
    return list(units.flatMap((unit, i) => (parts[i + 1] ? [number(Number(parts[i + 1]), { style: 'unit', unit, unitDisplay: 'long' })] : [])))
  }
}

function Stages({ team }: { team: Team }) {
  const { t, text } = useI18n()
  const lasting = useLasting()
  const mayRead = may(useMe(), 'definition', 'read')
  return (
    <ul className={css.changes}>
      {team.stages.map((s) => (
        <li key={`${s.pipeline} ${text(s.name)}`}>
          {mayRead ? <Link to={`/definitions/pipeline/${s.pipeline}`}>{text(s.pipelineTitle)}</Link> : text(s.pipelineTitle)}: {text(s.name)}
          {s.serviceLevel && <span className={css.quiet}> ({t('inbox.teams.atMost', { time: lasting(s.serviceLevel) })})</span>}
        </li>
      ))}
    </ul>
  )
}

/** How many people are told before the rest is folded away. */
const told = 5

function People({ people }: { people: readonly Person[] }) {
  const { t, number } = useI18n()
  const nameOf = (id: string): string => people.find((p) => p.id === id)?.name ?? ''
  if (people.length === 0) return <Notice tone="warn">{t('inbox.teams.nobody')}. {t('inbox.teams.nobodyText')}</Notice>
  const line = (p: Person) => (
    <li key={p.id}>
      <bdi>{!p.away ? p.name : p.deputy && !p.why ? t('inbox.teams.awayTo', { name: p.name, deputy: nameOf(p.deputy) }) : t('inbox.teams.away', { name: p.name })}</bdi>
      {p.why && <span className={css.quiet}> <Glyph name="unavailable" size={12} /> {p.why}</span>}
    </li>
  )
  const rest = people.slice(told)
  return (
    <>
      <ul className={css.changes}>{people.slice(0, told).map(line)}</ul>
      {rest.length > 0 && <details><summary>+{number(rest.length)}</summary><ul className={css.changes}>{rest.map(line)}</ul></details>}
    </>
  )
}

function Line({ team, onChange }: { team: Team; onChange: () => void }) {
  const { t, text } = useI18n()
  const name = text(team.name)
  return (
    <tr>
      <th scope="row">{name}</th>
      <td><Stages team={team} /></td>
      <td><People people={team.people} /></td>
      <td>{t(`inbox.teams.${team.settings.assignment}`)}</td>
      <td><Button variant="default" size="compact-xs" aria-label={t('inbox.teams.changeOf', { queue: name })} onClick={onChange}>{t('inbox.teams.change')}</Button></td>
    </tr>
  )
}

/** All queues, with who works them, who is away, and how their cases find somebody. */
export function TeamsPage() {
  const { t } = useI18n()
  const { data, error, refetch } = useTeams()
  const [changed, change] = useState<Team>()
  if (!data && error) return <LoadFault error={error} retry={() => void refetch()} />
  if (!data) return <ListSkeleton />
  const heads = [t('inbox.teams.queue'), t('inbox.teams.stages'), t('inbox.teams.people'), t('inbox.teams.way'), '']
  return (
    <>
      <PageHead title={t('inbox.teams')} note={t('inbox.teams.note')}>
        <Button component={Link} to="/absences" variant="default">{t('inbox.teams.absences')}</Button>
      </PageHead>
      {data.length === 0 ? (
        <Empty title={t('inbox.teams.none')} glyph="queue" action={<FirstStep />}>{t('inbox.teams.noneText')}</Empty>
      ) : (
        <Body>
          <Stack>
            <p>{t('inbox.teams.next')}</p>
            <Table label={t('inbox.teams')} heads={heads}>{data.map((q) => <Line key={q.key} team={q} onChange={() => change(q)} />)}</Table>
          </Stack>
        </Body>
      )}
      {changed && <DistributionDialog queue={changed} onClose={() => change(undefined)} />}
    </>
  )
}
