import { Button, Checkbox, NativeSelect, Textarea } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useSearchParams } from 'react-router'
import { tenantPrefix } from '../api/client'
import { loadPortalTexts } from '../desk/case/portalTexts'
import { Empty } from '../desk/parts/Empty'
import { FaultNotice } from '../desk/parts/FaultNotice'
import { LoadFault } from '../desk/parts/LoadFault'
import { PageHead } from '../desk/parts/PageHead'
import { Body, ListSkeleton, Stack } from '../desk/parts/Table'
import { useSay } from '../desk/parts/toast'
import { Waiting } from '../desk/parts/Waiting'
import { useBrand } from '../desk/brand'
import { MoreTexts, useI18n } from '../i18n/I18n'
import { localeNames, localeOf } from '../i18n/locale'
import { Invite } from './Invite'
import css from './share.module.css'
import { type Sharing, useEntrances, useReceive, useSaveSharing, useSharing } from './shareQueries'

function Section({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return <section className={css.section} aria-labelledby={id}><h2 id={id}>{title}</h2>{children}</section>
}

function Copy({ text, what }: { text: string; what: string }) {
  const { t } = useI18n()
  const say = useSay()
  return (
    <Button size="compact-sm" variant="default" aria-label={`${t('share.copy')}: ${what}`} onClick={() => void navigator.clipboard.writeText(text).then(() => say(t('share.copied')))}>
      {t('share.copy')}
    </Button>
  )
}

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

function useLocales(): { value: string; label: string }[] {
  return useBrand().locales.flatMap((l) => {
    const locale = localeOf(l)
    return locale ? [{ value: l, label: localeNames[locale] }] : []
  })
}

const attribute = (name: string, value: string): string => (value ? ` data-${name}="${value.replaceAll('"', '&quot;')}"` : '')

function Origins({ share, pipeline }: { share: Sharing; pipeline: string }) {
  const { t } = useI18n()
  const say = useSay()
  const save = useSaveSharing(pipeline)
  const [text, setText] = useState(share.origins.join('\n'))
  if (!share.mayChange) return <p className={css.quiet}>{share.origins.length > 0 ? <span dir="ltr">{share.origins.join(', ')}</span> : t('share.origins.none')}</p>
  const submit = (): void => {
    const origins = text.split(/\s+/).filter(Boolean)
    save.mutate({ origins, revision: share.revision }, {
      onSuccess: (next) => {
        setText(next.origins.join('\n'))
        say(t('share.saved'))
      },
    })
  }
  return (
    <>
      <Textarea label={t('share.origins')} description={t('share.origins.hint')} dir="ltr" autosize minRows={2} value={text} onChange={(e) => setText(e.currentTarget.value)} />
      <FaultNotice error={save.error} />
      <div><Button loading={save.isPending} onClick={submit}>{t('share.save')}</Button></div>
    </>
  )
}

function Embed({ share, pipeline }: { share: Sharing; pipeline: string }) {
  const { t } = useI18n()
  const locales = useLocales()
  const [lang, setLang] = useState('')
  const [isPlain, setPlain] = useState(false)
  const snippet = `<script src="${share.script}" data-address="${share.address}"${attribute('lang', lang)}${attribute('theme', isPlain ? 'plain' : '')} async></script>`
  return (
    <Section id="embed" title={t('share.embed')}>
      <p className={css.quiet}>{t('share.embed.text')}</p>
      <div className={css.row}>
        <NativeSelect label={t('share.embed.lang')} value={lang} onChange={(e) => setLang(e.currentTarget.value)} data={[{ value: '', label: t('share.embed.any') }, ...locales]} />
        <Checkbox label={t('share.embed.plain')} checked={isPlain} onChange={(e) => setPlain(e.currentTarget.checked)} />
      </div>
      <pre className={css.snippet} dir="ltr" tabIndex={0}>{snippet}</pre>
      <div><Copy text={snippet} what={t('share.embed')} /></div>
      <Origins key={share.revision} share={share} pipeline={pipeline} />
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
      {data.mayInvite && <Receive pipeline={pipeline} />}
      {data.mayInvite && <Invite share={data} pipeline={pipeline} />}
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
      {data && !chosen && <Empty title={t('share.title')} glyph="open">{t('share.none')}</Empty>}
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
