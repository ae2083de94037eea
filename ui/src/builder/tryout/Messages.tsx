import { Chip } from '../../desk/parts/Chip'
import { Empty } from '../../desk/parts/Empty'
import { useI18n } from '../../i18n/I18n'
import { lettersOf } from './letter'
import type { Tryout } from './server'
import css from './tryout.module.css'

type Message = Tryout['messages'][number]

function Body({ message, onFollow }: { message: Message; onFollow: (link: string) => void }) {
  const { t } = useI18n()
  const parts = lettersOf(message.body, message.links)
  const told = new Set(parts.flatMap((part) => part.link ?? []))
  const rest = message.links.filter((link) => !told.has(link))
  return (
    <>
      <p className={css.letter} dir="auto">
        {parts.map(({ text, link }, i) => (link ? <button key={i} type="button" className={css.link} title={t('tryout.messages.follow')} onClick={() => onFollow(link)}>{text}</button> : text))}
      </p>
      {rest.map((link) => <button key={link} type="button" className={css.link} onClick={() => onFollow(link)}>{t('tryout.messages.follow')}</button>)}
    </>
  )
}

/** What was sent, newest first: nothing of it leaves the sandbox. Links lead on inside the frame. */
export function Messages({ messages, onFollow }: { messages: readonly Message[]; onFollow: (link: string) => void }) {
  const { t, dateTime } = useI18n()
  if (messages.length === 0) return <Empty title={t('tryout.messages.empty')} glyph="mail">{t('tryout.messages.emptyText')}</Empty>
  return (
    <ol className={css.messages}>
      {messages.map((m, i) => (
        <li key={m.id}>
          <details open={i === 0 || undefined}>
            <summary>
              <b dir="auto">{m.subject || m.template}</b>
              <span className={css.quiet}><Chip>{m.channel}</Chip> <bdi dir="ltr">{m.to}</bdi> · <time dateTime={m.at}>{dateTime(m.at)}</time></span>
            </summary>
            <Body message={m} onFollow={onFollow} />
          </details>
        </li>
      ))}
    </ol>
  )
}
