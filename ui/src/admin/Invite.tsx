import { Button, NativeSelect, Textarea } from '@mantine/core'
import { useState } from 'react'
import { Chip } from '../desk/parts/Chip'
import { FaultNotice } from '../desk/parts/FaultNotice'
import { Glyph } from '../desk/parts/Glyph'
import { Table } from '../desk/parts/Table'
import { useSay } from '../desk/parts/toast'
import { useI18n } from '../i18n/I18n'
import { peopleOf, type Person } from './people'
import css from './share.module.css'
import { useLocales } from './shareParts'
import { type Invited, type Sharing, useInvite } from './shareQueries'

/** What would become, or became, of each person. */
function Result({ people, isDone }: { people: readonly Invited[]; isDone: boolean }) {
  const { t } = useI18n()
  return (
    <Table label={t('share.invite.result')} heads={[t('share.invite.email'), t('share.invite.name'), t('share.invite.state'), t('share.invite.reference')]}>
      {people.map((p, i) => (
        <tr key={`${p.email} ${i}`}>
          <td className={css.wraps}><bdi>{p.email}</bdi></td>
          <td className={css.wraps}><bdi>{p.name}</bdi></td>
          <td>{p.invited ? <Chip tone="success" glyph="pass">{t(isDone ? 'share.invite.done' : 'share.invite.ready')}</Chip> : <span className={css.why}><Glyph name="fail" size={12} /> {p.why}</span>}</td>
          <td className={css.whole}><bdi>{p.reference}</bdi></td>
        </tr>
      ))}
    </Table>
  )
}

function useKeys(share: Sharing): (heading: string) => string | undefined {
  const known = new Map(share.columns.flatMap((c) => [c.key, ...Object.values(c.label)].map((name) => [name.toLowerCase(), c.key] as const)))
  return (heading) => known.get(heading.toLowerCase())
}

/** The people that were looked at, and what the server said of them. */
interface Looked {
  people: Person[]
  found: Invited[]
  isDone: boolean
}

function useInvitation(share: Sharing, pipeline: string) {
  const { t, locale: own } = useI18n()
  const say = useSay()
  const invite = useInvite(pipeline)
  const keyOf = useKeys(share)
  const [text, setText] = useState('')
  const [locale, setLocale] = useState<string>(own)
  const [looked, setLooked] = useState<Looked>()
  const [problem, setProblem] = useState<string>()
  const change = (next: string): void => {
    setText(next)
    setLooked(undefined)
    setProblem(undefined)
  }
  const look = (): void => {
    const people = peopleOf(text, share.email ?? 'email', keyOf)
    if (people.length === 0) return setProblem(t('share.invite.missing'))
    invite.mutate({ people, locale, dry: true }, { onSuccess: (found) => setLooked({ people, found, isDone: false }) })
  }
  const send = (): void => {
    if (!looked) return
    invite.mutate({ people: looked.people, locale }, {
      onSuccess: (found) => {
        setLooked({ ...looked, found, isDone: true })
        say(t('share.invite.sent', { n: found.filter((p) => p.invited).length }))
      },
    })
  }
  return { invite, text, change, locale, setLocale, looked, problem, look, send }
}

/** Inviting people by e-mail: paste, look at what would become of each, then send. */
export function Invite({ share, pipeline }: { share: Sharing; pipeline: string }) {
  const { t, text: say } = useI18n()
  const locales = useLocales()
  const { invite, text, change, locale, setLocale, looked, problem, look, send } = useInvitation(share, pipeline)
  const ready = looked?.found.filter((p) => p.invited).length ?? 0
  return (
    <section className={css.section} aria-labelledby="invite">
      <h2 id="invite">{t('share.invite')}</h2>
      <p className={css.quiet}>{t('share.invite.text')}</p>
      <details>
        <summary>{t('share.invite.columns')}</summary>
        <p className={css.quiet}>{share.columns.map((c) => `${say(c.label)} (${c.key})`).join(' · ')}</p>
      </details>
      <Textarea label={t('share.invite.people')} dir="auto" autosize minRows={4} maxRows={14} error={problem} value={text} onChange={(e) => change(e.currentTarget.value)} />
      <div className={css.row}>
        <NativeSelect label={t('share.invite.locale')} value={locale} onChange={(e) => setLocale(e.currentTarget.value)} data={locales} />
      </div>
      <FaultNotice error={invite.error} />
      {looked && <Result people={looked.found} isDone={looked.isDone} />}
      <div className={css.row}>
        <Button variant="default" loading={invite.isPending && !looked} onClick={look}>{t('share.invite.check')}</Button>
        {looked && !looked.isDone && ready > 0 && <Button loading={invite.isPending} onClick={send}>{t('share.invite.send', { n: ready })}</Button>}
      </div>
    </section>
  )
}
