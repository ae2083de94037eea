import { useState } from 'react'
import { useI18n } from '../../i18n/I18n'
import { tell } from '../parts/fault'
import { useSay } from '../parts/toast'
import { WhyButton } from '../parts/Why'
import { type CaseAfter, type PossibleAction, useAct } from '../query/cases'
import { useShortcuts } from '../shell/shortcuts'
import css from './case.module.css'
import { useOpenCase } from './context'
import { DecisionDialog } from './DecisionDialog'
import { MendDialog } from './MendDialog'
import { type Done, useDone } from './Outcome'

/** What ends badly for the applicant is red, what goes on is the accent, all else is plain. */
const harsh: readonly string[] = ['reject', 'block', 'close', 'cancel', 'discard']
const letters: Record<string, string> = { approve: 'a', reject: 'r', request: 'i', resend: 's' }

function lookOf(verb: string): { variant?: string; color?: string } {
  if (verb === 'approve') return {}
  return harsh.includes(verb) ? { variant: 'outline', color: 'var(--danger)' } : { variant: 'default' }
}

/** Sending again changes nothing else, so it needs no questions. */
const isPlain = (a: PossibleAction): boolean => a.verb === 'resend' && !a.needsReason && !a.needsNote

function useActions(onDone: (done: Done) => void) {
  const i18n = useI18n()
  const { id, file, packet } = useOpenCase()
  const say = useSay()
  const act = useAct(id)
  const [asked, setAsked] = useState<PossibleAction>()
  const tellDone = useDone(onDone)
  const finish = (action: PossibleAction, next: CaseAfter): void => {
    setAsked(undefined)
    tellDone(action, next)
  }
  const start = (action: PossibleAction): void => {
    if (action.verb === 'request') packet.open()
    else if (!isPlain(action)) setAsked(action)
    else {
      act.mutate({ verb: action.verb, revision: file.revision }, {
        onSuccess: (next) => ('gone' in next ? finish(action, next) : say(i18n.t('desk.token.resent', { name: file.row.name }))),
        onError: (e) => say(tell(e, i18n).message, { tone: 'danger' }),
      })
    }
  }
  return { asked, setAsked, finish, start, busy: act.isPending }
}

/** Everything that the pipeline foresees here. What cannot be done now says why. */
export function ActionBar({ onDone }: { onDone: (done: Done) => void }) {
  const { t, text } = useI18n()
  const { file } = useOpenCase()
  const actions = file.actions.filter((a) => a.verb !== 'mend' || file.row.call?.state !== 'final') // that is mended beside what failed
  const { asked, setAsked, finish, start, busy } = useActions(onDone)
  useShortcuts(
    actions.filter((a) => letters[a.verb]).map((a) => ({ keys: letters[a.verb]!, label: text(a.title), run: () => a.allowed && start(a) })),
  )
  return (
    <>
      {actions.length === 0 ? (
        <p className={css.quiet}>{t('desk.actions.none')}</p>
      ) : (
        <div className={css.actions} role="group" aria-label={t('desk.actions.label')}>
          {actions.map((a) => (
            <WhyButton
              key={`${a.verb} ${a.transition ?? ''}`}
              {...lookOf(a.verb)}
              why={a.allowed ? undefined : a.why || t('desk.actions.notNow')}
              busy={busy && isPlain(a)}
              onClick={() => start(a)}
            >
              {text(a.title) || a.verb}
            </WhyButton>
          ))}
        </div>
      )}
      {asked?.verb === 'mend' && <MendDialog path="" onClose={() => setAsked(undefined)} />}
      {asked && asked.verb !== 'mend' && <DecisionDialog action={asked} danger={harsh.includes(asked.verb)} onDone={(next) => finish(asked, next)} onClose={() => setAsked(undefined)} />}
    </>
  )
}
