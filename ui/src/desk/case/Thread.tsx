import { Textarea } from '@mantine/core'
import { type FormEvent, useEffect, useState } from 'react'
import { MoreTexts, useI18n } from '../../i18n/I18n'
import { FaultNotice } from '../parts/FaultNotice'
import { ListSkeleton, Stack } from '../parts/Table'
import { useSay } from '../parts/toast'
import { When } from '../parts/When'
import { WhyButton } from '../parts/Why'
import { type Post, useReadThread, useReply, useThread } from '../query/portal'
import css from './case.module.css'
import { useOpenCase } from './context'
import { useMay } from './may'
import { loadPortalTexts } from './portalTexts'

function Said({ post }: { post: Post }) {
  const { t } = useI18n()
  return (
    <li className={css.item}>
      <p className={css.noteText}><bdi>{post.body}</bdi></p>
      <p className={css.itemFoot}>
        <bdi>{post.kind === 'applicant' ? t('share.thread.applicant') : post.name}</bdi><When at={post.at} />
        {post.kind === 'member' && !post.readAt && <span>{t('share.thread.unread')}</span>}
      </p>
    </li>
  )
}

function Reply() {
  const { t } = useI18n()
  const { id } = useOpenCase()
  const say = useSay()
  const reply = useReply(id)
  const why = useMay()('reply')
  const [body, setBody] = useState('')
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (!body.trim() || reply.isPending) return
    reply.mutate({ body: body.trim() }, {
      onSuccess: () => {
        setBody('')
        say(t('share.thread.sent'))
      },
    })
  }
  if (why) return <div><WhyButton variant="default" why={why}>{t('share.thread.send')}</WhyButton></div>
  return (
    <form onSubmit={submit} noValidate className={css.noteForm}>
      <Textarea label={t('share.thread.label')} description={t('share.thread.hint')} autosize minRows={3} maxLength={4000} value={body} onChange={(e) => setBody(e.currentTarget.value)} />
      <div><WhyButton type="submit" busy={reply.isPending}>{t('share.thread.send')}</WhyButton></div>
      <FaultNotice error={reply.error} />
    </form>
  )
}

function Posts() {
  const { t } = useI18n()
  const { id } = useOpenCase()
  const { data, error, refetch } = useThread(id)
  const { mutate: read } = useReadThread(id)
  const mayReply = useMay()('reply') === undefined
  const isNew = mayReply && data?.some((p) => p.kind === 'applicant' && !p.readAt)
  useEffect(() => {
    if (isNew) read()
  }, [isNew, read])
  if (!data && error) return <FaultNotice error={error} retry={() => void refetch()} />
  if (!data) return <ListSkeleton rows={3} />
  return (
    <Stack>
      {data.length === 0 ? <p className={css.quiet}>{t('share.thread.none')}</p> : <ul className={css.items}>{data.map((p) => <Said key={p.id} post={p} />)}</ul>}
      <Reply />
    </Stack>
  )
}

/** What staff and the applicant write to each other. */
export function Thread() {
  return <MoreTexts load={loadPortalTexts} waiting={<ListSkeleton rows={3} />}><Posts /></MoreTexts>
}
