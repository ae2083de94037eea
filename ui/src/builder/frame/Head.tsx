import { Button, NativeSelect, TextInput, VisuallyHidden } from '@mantine/core'
import { produce } from 'immer'
import { useState } from 'react'
import { Link } from 'react-router'
import type { Schemas } from '../../api/client'
import { Glyph } from '../../desk/parts/Glyph'
import { useWindowTitle } from '../../desk/parts/useWindowTitle'
import { may } from '../../desk/query/session'
import { useMe } from '../../desk/session/RequireSession'
import type { Text } from '../../fields/types'
import { useI18n } from '../../i18n/I18n'
import { languageName } from './languages'
import { FrameCommands } from './Commands'
import { useContent } from './content'
import { useDraft, useDraftPart } from './draftContext'
import css from './frame.module.css'
import { Peers } from './Peers'
import { ProblemsButton } from './Problems'
import { PublishDialog } from './PublishDialog'
import { SaveLine } from './SaveLine'
import type { Address } from './server'
import { Travel } from './Travel'

/** What every definition has. */
export interface Titled {
  key: string
  title: Text
  locales: string[]
  defaultLocale: string
}

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

function Language() {
  const { t, locale: own } = useI18n()
  const locales = useDraftPart<Titled, string[]>((view) => view.history.present.locales)
  const { locale, setLocale } = useContent()
  if (locales.length < 2) return null
  return (
    <NativeSelect className={css.language} aria-label={t('builder.textLanguage')} value={locale} onChange={(e) => setLocale(e.currentTarget.value)}>
      {locales.map((l) => <option key={l} value={l}>{languageName(l, own)}</option>)}
    </NativeSelect>
  )
}

interface HeadProps {
  address: Address
  definition: Schemas['Definition']
  isProblems: boolean
  onProblems: () => void
}

/** The line above every editor. */
export function Head({ address, definition, isProblems, onProblems }: HeadProps) {
  const { t } = useI18n()
  const [isPublishing, setPublishing] = useState(false)
  const me = useMe()
  const canPublish = may(me, 'definition', 'publish')
  const canTry = address.kind !== 'checklist' && may(me, 'definition', 'write')
  return (
    <header className={css.head}>
      <Link to="/definitions" aria-label={t('desk.definitions.title')} className={css.back}><Glyph name="back" size={16} /></Link>
      <Title address={address} />
      <SaveLine />
      <Peers />
      <Language />
      <Travel />
      <ProblemsButton isOpen={isProblems} onToggle={onProblems} />
      {canTry && <Button component={Link} to={`/builder/${address.kind}/${address.key}/tryout`} variant="default" leftSection={<Glyph name="eye" />}>{t('tryout.open')}</Button>}
      {canPublish && <Button onClick={() => setPublishing(true)}>{t('desk.definitions.publish')}</Button>}
      <FrameCommands onProblems={onProblems} onPublish={canPublish ? () => setPublishing(true) : undefined} />
      {isPublishing && <PublishDialog address={address} definition={definition} onClose={() => setPublishing(false)} />}
    </header>
  )
}
