import { type FormEvent, useCallback, useEffect, useState } from 'react'
import { api, ask, type Schemas } from '../../api/client'
import { Button, ButtonRow } from '../../design/Button'
import { TextArea } from '../../design/Control'
import { describedBy, Field } from '../../design/Field'
import { LiveRegion } from '../../design/Hidden'
import { Card, Skeleton, Soft, Stack } from '../../design/Layout'
import { BackLink, Heading, PageTop } from '../../design/Shell'
import { useI18n } from '../../i18n/I18n'
import { useBrand } from '../brandContext'
import { type Case, useCase } from '../caseContext'
import { Failure } from '../Failure'
import { follow } from '../Link'
import type { StepProps } from '../pages/CasePages'
import { useAct } from '../useAct'
import { useArrival, useTitle } from '../useTitle'
import { returnTo } from '../whereNext'
import css from './ThreadPage.module.css'

type Post = Schemas['Post']

const beat = 10_000

/** The thread, asked for anew while the page is looked at; what staff wrote counts as read once it is here. */
function useThread(): { posts: readonly Post[] | undefined; error: unknown; take: (posts: readonly Post[]) => void; load: () => void } {
  const { take: change } = useCase()
  const [posts, setPosts] = useState<readonly Post[]>()
  const [error, setError] = useState<unknown>()
  const load = useCallback(() => {
    ask(api.GET('/portal/case/thread')).then(({ posts: found }) => {
      setError(undefined)
      setPosts((known) => (known?.length === found.length ? known : found))
      if (!found.some((p) => p.kind === 'member' && !p.readAt)) return
      void ask(api.POST('/portal/case/thread/read')).then(() => change((c) => ({ ...c, unread: undefined })), () => undefined)
    }, setError)
  }, [change])
  useEffect(() => {
    load()
    const timer = setInterval(() => document.visibilityState === 'visible' && load(), beat)
    return () => clearInterval(timer)
  }, [load])
  return { posts, error, take: setPosts, load }
}

function Said({ post }: { post: Post }) {
  const { t, dateTime } = useI18n()
  const brand = useBrand()
  return (
    <li>
      <Card>
        <Soft small><strong>{post.kind === 'applicant' ? t('checklist.thread.you') : <bdi>{brand.name}</bdi>}</strong> · {dateTime(post.at)}</Soft>
        {post.body.split('\n').map((line, i) => <p key={i} dir="auto">{line}</p>)}
      </Card>
    </li>
  )
}

function Write({ onSent }: { onSent: (posts: readonly Post[]) => void }) {
  const { t } = useI18n()
  const [body, setBody] = useState('')
  const [isMissing, setMissing] = useState(false)
  const { busy, error, run } = useAct(useCallback(async (key: string) => {
    const { posts } = await ask(api.POST('/portal/case/thread', { params: { header: { 'Idempotency-Key': key } }, body: { body } }))
    setBody('')
    onSent(posts)
  }, [body, onSent]))
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    const isEmpty = body.trim() === ''
    setMissing(isEmpty)
    if (isEmpty) document.getElementById('post')?.focus()
    else run()
  }
  const frame = { id: 'post', label: t('checklist.thread.label'), hint: t('checklist.thread.hint'), error: isMissing ? t('checklist.thread.missing') : undefined, errorPrefix: t('common.error.prefix') }
  return (
    <form noValidate onSubmit={submit}>
      <Stack>
        <Field frame={frame}>
          <TextArea id="post" dir="auto" maxLength={4000} invalid={isMissing} aria-describedby={describedBy(frame)} value={body} onChange={(e) => setBody(e.currentTarget.value)} />
        </Field>
        {error !== undefined && <Failure error={error} />}
        <ButtonRow><Button type="submit" busy={busy}>{t('checklist.thread.send')}</Button></ButtonRow>
      </Stack>
    </form>
  )
}

function Thread({ current }: { current: Case }) {
  const { t } = useI18n()
  const { posts, error, take, load } = useThread()
  const [isSent, setSent] = useState(false)
  const onSent = useCallback((next: readonly Post[]) => {
    take(next)
    setSent(true)
  }, [take])
  if (!posts && error !== undefined) return <Failure error={error} onRetry={load} />
  if (!posts) return <Skeleton label={t('common.loading')} />
  return (
    <Stack gap="large">
      {posts.length === 0 && <p>{t('checklist.thread.empty')}</p>}
      {posts.length > 0 && <ul className={css.posts} aria-label={t('checklist.thread.title')}>{posts.map((p) => <Said key={p.id} post={p} />)}</ul>}
      <LiveRegion>{isSent && t('checklist.thread.sent')}</LiveRegion>
      <Write key={current.id} onSent={onSent} />
    </Stack>
  )
}

/** What the applicant and staff write to each other. */
export function ThreadPage({ current }: StepProps) {
  const { t, text } = useI18n()
  const ref = useArrival('thread')
  useTitle(t('checklist.thread.title'), text(current.title))
  return (
    <>
      <PageTop><BackLink href={returnTo(current)} onClick={follow}>{t('common.back')}</BackLink></PageTop>
      <Heading ref={ref} caption={text(current.title)}>{t('checklist.thread.title')}</Heading>
      <Thread current={current} />
    </>
  )
}
