import { useCallback, useState } from 'react'
import { api, ask, FaultError } from '../api/client'
import { Button, ButtonRow } from '../design/Button'
import { Stack } from '../design/Layout'
import { Tag } from '../design/Tag'
import { Task, TaskList } from '../design/TaskList'
import { useI18n } from '../i18n/I18n'
import { ErrorSummary } from '../runtime/ErrorSummary'
import type { Violation } from '../runtime/messages'
import { type Case, useCase } from './caseContext'
import { dueWords } from './due'
import { Failure } from './Failure'
import { tell } from './frame'
import { follow, Link } from './Link'
import { useLinkedProblems, violationsIn } from './problems'
import { answeredHere, openRequests, pageOfRequest, type Request } from './requests'
import { navigate, to } from './router'
import type { Session } from './session'
import { useAct } from './useAct'
import { homeOf } from './whereNext'

interface RequestListProps {
  current: Case
  session: Session
}

function Item({ request, current, session, done }: RequestListProps & { request: Request; done: boolean }) {
  const { t, text, locale } = useI18n()
  const label = text(request.label) || text(session.live.fieldAt(request.path)?.label)
  const href = `${to.page(current.pipeline, pageOfRequest(request, session.live))}#${request.path}`
  const hints = [request.note, request.dueAt && t('apply.requested.due', dueWords(request.dueAt, locale))].filter(Boolean)
  return (
    <Task
      title={<Link href={href}>{label}</Link>}
      hint={hints.map((h) => <div key={h} dir="auto">{h}</div>)}
      status={done ? t('apply.requested.done') : <Tag tone="info">{t('apply.requested.toDo')}</Tag>}
    />
  )
}

/** Sends the answers; what is missing comes back as links. */
function useSend({ current, session }: RequestListProps) {
  const { locale } = useI18n()
  const { take } = useCase()
  const [found, setFound] = useState<readonly Violation[]>([])
  const problems = useLinkedProblems(found, session, current.pipeline)
  const send = useCallback(async (key: string) => {
    await session.autosave.settle()
    try {
      const next = await ask(api.POST('/portal/case/answer', {
        params: { header: { 'Idempotency-Key': key } },
        body: { locale, revision: session.revision(), timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone },
      }))
      take(next)
      tell({ happened: 'answered', reference: next.reference })
      navigate(homeOf(next))
    } catch (e) {
      if (e instanceof FaultError && e.fault.code === 'stale') await session.catchUp()
      setFound(violationsIn(e))
    }
  }, [session, locale, take])
  return { ...useAct(send), problems }
}

/** What was asked for, as a list to work through, and the button that hands it in. */
export function RequestList(props: RequestListProps) {
  const { t } = useI18n()
  const items = openRequests(props.current)
  const done = answeredHere(props.current.id)
  const { problems, busy, error, run } = useSend(props)
  const left = items.filter((r) => !done.has(r.id)).length
  return (
    <Stack>
      <ErrorSummary problems={problems} onFollow={(_, event) => follow(event as Parameters<typeof follow>[0])} />
      <h2>{t('apply.requested.title', { n: items.length })}</h2>
      <TaskList>{items.map((r) => <Item key={r.id} {...props} request={r} done={done.has(r.id)} />)}</TaskList>
      {error !== undefined && <Failure error={error} />}
      {left > 0 && <p>{t('apply.requested.left', { n: left })}</p>}
      <ButtonRow><Button kind={left > 0 ? 'secondary' : 'primary'} busy={busy} onClick={run}>{t('apply.requested.send')}</Button></ButtonRow>
    </Stack>
  )
}
