import { Button, TextInput, VisuallyHidden } from '@mantine/core'
import { produce } from 'immer'
import { useEffect, useState } from 'react'
import { Link, useNavigate, useSearchParams } from 'react-router'
import { Glyph } from '../../desk/parts/Glyph'
import { useWindowTitle } from '../../desk/parts/useWindowTitle'
import { may } from '../../desk/query/session'
import { useMe } from '../../desk/session/RequireSession'
import type { Text } from '../../fields/types'
import { useI18n } from '../../i18n/I18n'
import type { Worded } from '../document/texts'
import { HistoryDialog } from '../publishing/HistoryDialog'
import { Minutes } from '../publishing/Minutes'
import { OpeningDialog } from '../publishing/OpeningDialog'
import { PublishDialog } from '../publishing/PublishDialog'
import { Language } from './Language'
import { FrameCommands } from './Commands'
import { useContent } from './content'
import { useDraft, useDraftPart } from './draftContext'
import css from './frame.module.css'
import { Peers } from './Peers'
import { ProblemsButton } from './Problems'
import { SaveLine } from './SaveLine'
import type { Address } from './server'
import { Travel } from './Travel'

/** What every definition has. */
export type Titled = Worded

function Title({ address }: { address: Address }) {
  const { t } = useI18n()
  const draft = useDraft<Titled>()
  const title = useDraftPart<Titled, Text>((view) => view.history.present.title)
  const { locale, read } = useContent()
  const shown = read(title) || address.key
  useWindowTitle(shown)
  const change = (value: string): void =>
    draft.run({
      name: { key: 'builder.step.title', params: { name: value } },
      place: `/title/${locale}`,
      run: (definition) => ({ after: produce(definition, (d) => void (d.title[locale] = value)) }),
    })
  return (
    <div className={css.title}>
      <VisuallyHidden><h1>{shown}</h1></VisuallyHidden>
      <TextInput variant="unstyled" aria-label={t('builder.title')} placeholder={shown} lang={locale} value={title[locale] ?? ''} onChange={(e) => change(e.currentTarget.value)} />
      <Link to={`/definitions/${address.kind}/${address.key}`} className={css.key}>{t(`desk.kind.${address.kind}`)} · <code dir="ltr">{address.key}</code></Link>
    </div>
  )
}

type Asked = 'publish' | 'history' | 'opening' | undefined

/** The dialog that was asked for. */
function Asking({ asked, address, onClose }: { asked: Asked; address: Address; onClose: () => void }) {
  const { title, key } = useDraftPart<Titled, Titled>((view) => view.history.present)
  const { read } = useContent()
  switch (asked) {
    case 'publish': return <PublishDialog address={address} onClose={onClose} />
    case 'history': return <HistoryDialog address={address} name={read(title) || key} onClose={onClose} />
    case 'opening': return <OpeningDialog pipeline={address.key} onClose={onClose} />
    case undefined: return null
  }
}

/** Whether the address asks to publish. It is taken out of it, so that loading the page again asks nothing. */
function usePublishWish(): boolean {
  const [params, setParams] = useSearchParams()
  const [wasWished] = useState(() => params.has('publish'))
  useEffect(() => {
    if (!params.has('publish')) return
    const rest = new URLSearchParams(params)
    rest.delete('publish')
    setParams(rest, { replace: true })
  }, [params, setParams])
  return wasWished
}

interface HeadProps {
  address: Address
  isProblems: boolean
  onProblems: () => void
}

/** The line above every editor. */
export function Head({ address, isProblems, onProblems }: HeadProps) {
  const { t } = useI18n()
  const navigate = useNavigate()
  const me = useMe()
  const canPublish = may(me, 'definition', 'publish')
  const wasWished = usePublishWish()
  const [asked, setAsked] = useState<Asked>(wasWished && canPublish ? 'publish' : undefined)
  const canOpen = canPublish && address.kind === 'pipeline'
  const tryout = `/builder/${address.kind}/${address.key}/tryout`
  const canTry = address.kind !== 'checklist' && may(me, 'definition', 'write')
  return (
    <header className={css.head} data-part="head">
      <Link to="/definitions" aria-label={t('desk.definitions.title')} className={css.back}><Glyph name="back" size={16} /></Link>
      <Title address={address} />
      <div className={css.status}>
        <SaveLine />
        <Minutes />
        <Peers />
      </div>
      <div className={css.tools}>
        <Language />
        <Travel />
        <ProblemsButton isOpen={isProblems} onToggle={onProblems} />
        <Button variant="default" onClick={() => setAsked('history')}>{t('impact.history')}</Button>
        {canOpen && <Button variant="default" onClick={() => setAsked('opening')}>{t('impact.opening')}</Button>}
        {canTry && <Button component={Link} to={tryout} variant="default" leftSection={<Glyph name="eye" />}>{t('tryout.open')}</Button>}
        {canPublish && <Button onClick={() => setAsked('publish')}>{t('desk.definitions.publish')}</Button>}
      </div>
      <FrameCommands
        onProblems={onProblems} onHistory={() => setAsked('history')} onOpening={canOpen ? () => setAsked('opening') : undefined}
        onTry={canTry ? () => void navigate(tryout) : undefined} onPublish={canPublish ? () => setAsked('publish') : undefined}
      />
      <Asking asked={asked} address={address} onClose={() => setAsked(undefined)} />
    </header>
  )
}
