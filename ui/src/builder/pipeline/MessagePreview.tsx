import { Button, SegmentedControl } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type ReactNode, useCallback, useMemo, useState } from 'react'
import { api, ask } from '../../api/client'
import { loadMessageTexts } from '../../desk/messageTexts'
import { FaultNotice } from '../../desk/parts/FaultNotice'
import { Tested } from '../../desk/parts/Tested'
import { useI18n } from '../../i18n/I18n'
import { direction, intlTag, localeOf } from '../../i18n/locale'
import { translate } from '../../i18n/translate'
import { useEditing } from './editing'
import css from './messagePreview.module.css'
import { smsOf } from './sms'
import type { Message } from './types'

const places: readonly ('light' | 'dark' | 'text')[] = ['light', 'dark', 'text']

const useBrandKit = () => useQuery({ queryKey: ['brand'], queryFn: () => ask(api.GET('/brand')), staleTime: 60_000 })

type Say = (key: string) => string

/** What messages say by themselves, in the language of a text: not in that of the page around it. */
function useSaid(written: string): Say {
  const locale = localeOf(written) ?? 'en'
  const { data: texts } = useQuery({ queryKey: ['messages', 'texts', locale], queryFn: () => loadMessageTexts(locale), staleTime: Infinity })
  return useCallback((key) => (texts && translate(texts, locale, `messages.${key}`)) ?? '', [texts, locale])
}

/** Examples of what is put in the places of variables, as the language of the text writes them. */
function useSamples(locale: string, said: Say): Record<string, string> {
  const { data: brand } = useBrandKit()
  return useMemo(() => {
    const base = `${location.origin}${location.pathname.match(/^\/t\/[^/]+/)?.[0] ?? ''}`
    const soon = new Date(Date.now() + 3 * 86_400_000)
    const tag = intlTag(localeOf(locale) ?? 'en')
    const date = new Intl.DateTimeFormat(tag, { dateStyle: 'short' }).format(soon)
    return {
      name: said('sample.name'), company: brand?.name ?? said('sample.company'), reference: 'ABCD-1234', pct: '60', n: '2', date,
      datetime: new Intl.DateTimeFormat(tag, { dateStyle: 'short', timeStyle: 'short' }).format(soon),
      list: said('sample.list'), items: said('sample.list'), link: `${base}/resume#token=…`, item_link: `${base}/i/documents#token=…`, stop_link: `${base}/stop#token=…`,
    }
  }, [said, brand, locale])
}

const filled = (text: string, samples: Record<string, string>): string => text.replace(/\{(\w+)\}/g, (whole, name: string) => samples[name] ?? whole)

/** Text with the links that carry a secret as buttons that lead nowhere: it is a picture of a message. */
function Linked({ text, open }: { text: string; open: string }): ReactNode {
  return text.split(/(https?:\/\/\S+)/).map((part, i) => {
    if (i % 2 === 0) return part
    if (!part.includes('#token=') || part.includes('/stop#')) return <bdi key={i} dir="ltr" className={css.link}>{part}</bdi>
    return <span key={i} className={css.act}><span className={css.button}>{open}</span><bdi dir="ltr">{new URL(part).host}</bdi></span>
  })
}

function Letter({ subject, body, isDark, isReminder, locale, said }: { subject: string; body: string; isDark: boolean; isReminder: boolean; locale: string; said: Say }) {
  const { data: brand } = useBrandKit()
  const dir = direction(locale) === 'rtl' ? 'rtl' : 'auto' // as the e-mail has it: plugins/email
  return (
    <div className={css.letter} data-dark={isDark || undefined} lang={locale} dir={direction(locale)}>
      <p className={css.subject}><bdi>{subject}</bdi></p>
      <div className={css.page}>
        <svg className={css.line} viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true"><rect width="100" height="1" fill={brand?.accent ?? '#1f5fa8'} /></svg>
        {brand?.logo && <img className={css.logo} src={brand.logo} alt="" />}
        <p className={css.sender}><bdi>{brand?.name}</bdi></p>
        {body.split('\n\n').map((paragraph, i) => <p key={i} dir={dir} className={css.paragraph}><Linked text={paragraph} open={said('letter.open')} /></p>)}
        <div className={css.foot}>
          {isReminder && !body.includes('/stop#') && <p><span className={css.link}>{said('test.stop')}</span></p>}
          {[brand?.contact, brand?.footer, brand?.privacy].filter(Boolean).map((text, i) => <p key={i} dir={dir}><bdi>{text}</bdi></p>)}
        </div>
      </div>
    </div>
  )
}

function Plain({ text, locale }: { text: string; locale: string }) {
  const { t, list, number } = useI18n()
  const sms = smsOf(text)
  return (
    <>
      <pre className={css.plain} lang={locale} dir={direction(locale)}>{text}</pre>
      <p className={css.count}>{t('messages.preview.sms', { n: sms.parts, chars: number(sms.chars), encoding: `\u2068${sms.encoding}\u2069` })}</p>
      {sms.widening.length > 0 && sms.widening.length < 8 && <p className={css.count}>{t('messages.preview.widens', { signs: list(sms.widening.map((s) => `\u2068${s}\u2069`)) })}</p>}
    </>
  )
}

/** Sends the wording to oneself, over the real channel. */
function TestSend({ message }: { message: Message }) {
  const { t } = useI18n()
  const { locale } = useEditing()
  const test = useMutation({
    mutationFn: () => ask(api.POST('/messages/test', {
      body: { subject: message.subject[locale] ?? '', body: message.body[locale] ?? '', locale, channel: message.channel, ...(message.reminder && { reminder: true }) },
    })),
  })
  return (
    <>
      <div><Button variant="default" loading={test.isPending} onClick={() => test.mutate()}>{t('messages.test')}</Button></div>
      <Tested test={test.data} />
      <FaultNotice error={test.error} />
    </>
  )
}

/** How a message arrives, in the language that is written: as e-mail by day and by night, and as text. */
export function MessagePreview({ message }: { message: Message }) {
  const { t } = useI18n()
  const { locale } = useEditing()
  const [place, setPlace] = useState<string>('light')
  const said = useSaid(locale)
  const samples = useSamples(locale, said)
  const subject = filled(message.subject[locale] ?? '', samples)
  const body = filled(message.body[locale] ?? '', samples)
  const isSms = message.channel === 'sms'
  const words = { light: t('messages.preview.light'), dark: t('messages.preview.dark'), text: t('messages.preview.text') }
  return (
    <section className={css.section} aria-label={t('flow.message.preview')}>
      <h3>{t('flow.message.preview')}</h3>
      {!isSms && <SegmentedControl fullWidth size="xs" aria-label={t('messages.preview.how')} value={place} data={places.map((p) => ({ value: p, label: words[p] }))} onChange={setPlace} />}
      {isSms || place === 'text' ? <Plain text={body} locale={locale} /> : <Letter subject={subject} body={body} isDark={place === 'dark'} isReminder={Boolean(message.reminder)} locale={locale} said={said} />}
      <p className={css.count}>{t('messages.preview.samples')}</p>
      {!isSms && <TestSend message={message} />}
    </section>
  )
}
