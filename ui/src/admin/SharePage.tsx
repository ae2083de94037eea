import { Button, NativeSelect } from '@mantine/core'
import { useSearchParams } from 'react-router'
import { tenantPrefix } from '../api/client'
import { loadPortalTexts } from '../desk/case/portalTexts'
import { Empty } from '../desk/parts/Empty'
import { FaultNotice } from '../desk/parts/FaultNotice'
import { LoadFault } from '../desk/parts/LoadFault'
import { PageHead } from '../desk/parts/PageHead'
import { Body, ListSkeleton, Stack } from '../desk/parts/Table'
import { Waiting } from '../desk/parts/Waiting'
import { MoreTexts, useI18n } from '../i18n/I18n'
import { Embed } from './Embed'
import { FirstStep } from './FirstStep'
import { Invite } from './Invite'
import { Invitees } from './Invitees'
import css from './share.module.css'
import { Copy, Section } from './shareParts'
import { type Sharing, useEntrances, useReceive, useSharing } from './shareQueries'

function Address({ label, href }: { label: string; href: string }) {
  return <p className={css.address}><span>{label}</span> <a href={href} dir="ltr">{href}</a> <Copy text={href} what={label} /></p>
}

function Links({ share, pipeline }: { share: Sharing; pipeline: string }) {
  const { t } = useI18n()
  const picture = `data:image/svg+xml;utf8,${encodeURIComponent(share.qr)}`
  return (
    <Section id="links" title={t('share.link')}>
      <Address label={t('share.link')} href={share.address} />
      <Address label={t('share.link.portal')} href={share.address.slice(0, share.address.lastIndexOf('/'))} />
      <img className={css.code} src={picture} alt={t('share.qr.alt')} />
      <p><a href={picture} download={`${pipeline}.svg`}>{t('share.qr.save')}</a></p>
    </Section>
  )
}

function Receive({ pipeline }: { pipeline: string }) {
  const { t, locale } = useI18n()
  const receive = useReceive(pipeline, (key) => location.assign(`${tenantPrefix(location.pathname)}/apply/${encodeURIComponent(key)}/list`))
  return (
    <Section id="receive" title={t('share.assist.title')}>
      <p className={css.quiet}>{t('share.assist.text')}</p>
      <FaultNotice error={receive.error} />
      <div><Button variant="default" loading={receive.isPending} onClick={() => receive.mutate(locale)}>{t('share.assist.start')}</Button></div>
    </Section>
  )
}

function Ways({ pipeline }: { pipeline: string }) {
  const { data, error, refetch } = useSharing(pipeline)
  if (!data && error) return <LoadFault error={error} retry={() => void refetch()} />
  if (!data) return <ListSkeleton rows={6} />
  return (
    <div className={css.ways}>
      <Links share={data} pipeline={pipeline} />
      {data.mayAssist && <Receive pipeline={pipeline} />}
      {data.mayInvite && <Invite share={data} pipeline={pipeline} />}
      {data.mayInvite && <Invitees pipeline={pipeline} />}
      <Embed share={data} pipeline={pipeline} />
    </div>
  )
}

function Page() {
  const { t, text } = useI18n()
  const [params, setParams] = useSearchParams()
  const { data, error, refetch } = useEntrances()
  const chosen = data?.find((e) => e.pipeline === params.get('pipeline')) ?? data?.[0]
  return (
    <>
      <PageHead title={t('share.title')} note={t('share.note')} />
      {!data && error ? <LoadFault error={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <ListSkeleton rows={6} /> : null}
      {data && !chosen && <Empty title={t('share.title')} glyph="open" action={<FirstStep />}>{t('share.none')}</Empty>}
      {data && chosen && (
        <Body>
          <Stack>
            <NativeSelect
              className={css.pipeline} label={t('share.pipeline')} value={chosen.pipeline}
              data={data.map((e) => ({ value: e.pipeline, label: text(e.title) }))}
              onChange={(e) => setParams({ pipeline: e.currentTarget.value }, { replace: true })}
            />
            <Ways key={chosen.pipeline} pipeline={chosen.pipeline} />
          </Stack>
        </Body>
      )}
    </>
  )
}

/** How people reach a pipeline: link, QR code, invitation, another site, or somebody who fills in for them. */
export function SharePage() {
  return <MoreTexts load={loadPortalTexts} waiting={<Waiting />}><Page /></MoreTexts>
}
