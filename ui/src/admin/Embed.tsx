import { Button, Checkbox, NativeSelect, NumberInput, Textarea } from '@mantine/core'
import { useState } from 'react'
import { tenantPrefix } from '../api/client'
import { useBrand } from '../desk/brand'
import { FaultNotice } from '../desk/parts/FaultNotice'
import { useSay } from '../desk/parts/toast'
import { useI18n } from '../i18n/I18n'
import css from './share.module.css'
import { Copy, Section, useLocales } from './shareParts'
import { type Sharing, useSaveSharing } from './shareQueries'
import { framed, iframeOf, type Look, scriptOf } from './snippet'

interface EmbedProps {
  share: Sharing
  pipeline: string
}

/** The sites that may show the pipeline: all others are refused by the browser. */
function Origins({ share, pipeline }: EmbedProps) {
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

function Looks({ look, change }: { look: Look; change: (part: Partial<Look>) => void }) {
  const { t } = useI18n()
  const brand = useBrand()
  const locales = useLocales()
  return (
    <div className={css.row}>
      <NativeSelect label={t('share.embed.lang')} value={look.lang} onChange={(e) => change({ lang: e.currentTarget.value })} data={[{ value: '', label: t('share.embed.any') }, ...locales]} />
      <label className={css.pick}>{t('share.embed.accent')}<input type="color" value={look.accent || brand.accent} onChange={(e) => change({ accent: e.currentTarget.value })} /></label>
      <Checkbox label={t('share.embed.plain')} checked={look.isPlain} onChange={(e) => change({ isPlain: e.currentTarget.checked })} />
    </div>
  )
}

function Snippet({ title, hint, text }: { title: string; hint: string; text: string }) {
  return (
    <>
      <h3>{title}</h3>
      <p className={css.quiet}>{hint}</p>
      <pre className={css.snippet} dir="ltr" tabIndex={0} aria-label={title}>{text}</pre>
      <div><Copy text={text} what={title} /></div>
    </>
  )
}

/** What the frame will look like: the page itself, which takes no clicks here. */
function Preview({ pipeline, look }: { pipeline: string; look: Look }) {
  const { t } = useI18n()
  const address = `${tenantPrefix(location.pathname)}/apply/${encodeURIComponent(pipeline)}`
  return (
    <>
      <h3 id="preview">{t('share.embed.preview')}</h3>
      <div className={css.preview} inert><iframe title={t('share.embed.preview')} src={framed(address, look, location.origin)} tabIndex={-1} /></div>
    </>
  )
}

/** The pipeline inside another site: what to put there, how it looks, and which sites may. */
export function Embed({ share, pipeline }: EmbedProps) {
  const { t, text } = useI18n()
  const [look, setLook] = useState<Look>({ lang: '', isPlain: false, accent: '', height: 900 })
  const change = (part: Partial<Look>): void => setLook((now) => ({ ...now, ...part }))
  const place = { script: share.script, address: share.address, title: text(share.title) }
  return (
    <Section wide id="embed" title={t('share.embed')}>
      <div className={css.embed}>
        <div className={css.more}>
          <p className={css.quiet}>{t('share.embed.text')}</p>
          <Origins key={share.revision} share={share} pipeline={pipeline} />
          <Looks look={look} change={change} />
          <Snippet title={t('share.embed.script')} hint={t('share.embed.scriptText')} text={scriptOf(place, look)} />
          <details>
            <summary>{t('share.embed.frame')}</summary>
            <div className={css.more}>
              <NumberInput label={t('share.embed.height')} min={200} max={4000} step={50} value={look.height} onChange={(n) => change({ height: Number(n) || 900 })} />
              <Snippet title={t('share.embed.frame')} hint={t('share.embed.frameText')} text={iframeOf(place, look)} />
            </div>
          </details>
          <details>
            <summary>{t('share.embed.events')}</summary>
            <p className={css.quiet}>{t('share.embed.eventsText')}</p>
            <pre className={css.snippet} dir="ltr" tabIndex={0} aria-label={t('share.embed.events')}>{`addEventListener('esteira:submitted', (event) => {\n  console.log(event.detail.reference)\n})`}</pre>
          </details>
        </div>
        <div className={css.more}><Preview pipeline={pipeline} look={look} /></div>
      </div>
    </Section>
  )
}
