import { Checkbox, NativeSelect } from '@mantine/core'
import { useRef, useState } from 'react'
import { useI18n } from '../../i18n/I18n'
import { useBench } from './bench'
import * as commands from './commands'
import { useEditing } from './editing'
import { KeyField } from './KeyField'
import { LocalText } from './LocalText'
import { MessagePreview } from './MessagePreview'
import css from './panel.module.css'
import { idOf, type Message } from './types'

/** What the server can put into a message: runtime/conveyor. */
export const variables = ['name', 'company', 'reference', 'link', 'date', 'datetime', 'list', 'n', 'items', 'item_link', 'stop_link', 'pct'] as const

const known: readonly string[] = variables

const unknownIn = (text: string): string[] => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1] ?? '').filter((name) => !known.includes(name)))]

/** The subject and the text of a message; variables are put where the cursor is. */
export function MessagePanel({ message }: { message: Message }) {
  const { t, list } = useI18n()
  const { p, run, rekey } = useBench()
  const { locale } = useEditing()
  const id = idOf('messages', message.key)
  const [place, setPlace] = useState<'subject' | 'body'>('body')
  const inputs = { subject: useRef<HTMLInputElement | HTMLTextAreaElement>(null), body: useRef<HTMLInputElement | HTMLTextAreaElement>(null) }
  const write = (part: 'subject' | 'body', l: string, value: string): void => run(commands.setText(p, id, [part], l, value))
  const put = (name: string): void => {
    const input = inputs[place].current
    const text = message[place][locale] ?? ''
    const at = input?.selectionStart ?? text.length
    write(place, locale, `${text.slice(0, at)}{${name}}${text.slice(input?.selectionEnd ?? at)}`)
    const behind = at + name.length + 2
    requestAnimationFrame(() => {
      input?.focus()
      input?.setSelectionRange(behind, behind)
    })
  }
  const unknown = unknownIn(`${message.subject[locale] ?? ''} ${message.body[locale] ?? ''}`)
  const rename = (key: string): boolean => rekey(id, key)
  return (
    <>
      <LocalText isName label={t('flow.message.subject')} value={message.subject} inputRef={inputs.subject} onFocus={() => setPlace('subject')} onChange={(l, v) => write('subject', l, v)} />
      <LocalText isLong rows={9} label={t('flow.message.body')} value={message.body} inputRef={inputs.body} onFocus={() => setPlace('body')} onChange={(l, v) => write('body', l, v)} />
      <details open className={css.fold}>
        <summary className={css.label}>{t('flow.message.variables')}</summary>
        <div role="group" aria-label={t('flow.message.variables')} className={css.variables}>{variables.map((name) => <button key={name} type="button" title={`{${name}}`} onClick={() => put(name)}>{t(`flow.variable.${name}`)}</button>)}</div>
      </details>
      {unknown.length > 0 && <p role="alert" className={css.sentence}>{t('flow.message.unknown', { names: list(unknown.map((name) => `{${name}}`)) })}</p>}
      <Checkbox size="xs" label={t('messages.reminder')} description={t('messages.reminderHint')} checked={message.reminder ?? false} onChange={(e) => run(commands.set(p, id, ['reminder'], e.currentTarget.checked || undefined))} />
      {!message.reminder && <Checkbox size="xs" label={t('messages.patient')} description={t('messages.patientHint')} checked={message.patient ?? false} onChange={(e) => run(commands.set(p, id, ['patient'], e.currentTarget.checked || undefined))} />}
      {(p.papers ?? []).length > 0 && <Checkbox size="xs" label={t('messages.attach')} description={t('messages.attachHint')} checked={message.attachSigned ?? false} onChange={(e) => run(commands.set(p, id, ['attachSigned'], e.currentTarget.checked || undefined))} />}
      <MessagePreview message={message} />
      <section className={css.section}>
        <NativeSelect label={t('flow.message.channel')} value={message.channel} onChange={(e) => run(commands.set(p, id, ['channel'], e.currentTarget.value))}>
          {[...new Set(['email', 'sms', message.channel])].map((c) => <option key={c} value={c}>{c === 'email' ? t('flow.message.email') : c === 'sms' ? t('messages.sms') : c}</option>)}
        </NativeSelect>
        {message.channel === 'sms' && <p className={css.sentence}>{t('messages.smsHint')}</p>}
        <KeyField label={t('flow.key.label')} description={t('flow.key.hint')} value={message.key} onRename={rename} />
      </section>
    </>
  )
}
