import { NativeSelect, TextInput } from '@mantine/core'
import { useI18n } from '../../i18n/I18n'
import { useBench } from './bench'
import * as commands from './commands'
import { DurationList } from './DurationField'
import { useSpeech } from './editing'
import { useForm } from './names'
import css from './panel.module.css'
import type { Timer, Transition, Trigger } from './types'

const verbs = ['start', 'save', 'submit', 'approve', 'reject', 'request', 'answer', 'sign', 'escalate', 'reopen', 'edit', 'resend', 'override'] as const
const events = ['stage.entered', 'checks.completed', 'check.completed', 'check.unavailable', 'token.expired', 'integration.ok', 'integration.failed', 'contact.failed'] as const

function VerbField({ transition }: { transition: Transition }) {
  const { t, find } = useI18n()
  const { p, run } = useBench()
  const verb = transition.trigger.verb ?? ''
  const own = [...new Set(p.transitions.flatMap((each) => each.trigger.verb ?? []))].filter((v) => !(verbs as readonly string[]).includes(v))
  return (
    <>
      <TextInput
        label={t('flow.trigger.verb')}
        description={t('flow.trigger.verbHint')}
        dir="ltr"
        list="flow-verbs"
        maxLength={60}
        value={verb}
        onChange={(e) => run(commands.setTrigger(p, transition.key, { verb: e.currentTarget.value.trim() }))}
      />
      <datalist id="flow-verbs">{[...verbs, ...own].map((v) => <option key={v} value={v}>{find(`flow.verb.${v}`) ?? v}</option>)}</datalist>
    </>
  )
}

function TimerFields({ transition, timer }: { transition: Transition; timer: Timer }) {
  const { t } = useI18n()
  const { p, run } = useBench()
  const put = (part: Partial<Timer>): void => run(commands.setTrigger(p, transition.key, { timer: { ...timer, ...part } }))
  const dates = (p.attributes ?? []).filter((a) => a.type === 'date')
  const { text } = useSpeech()
  const answered = (useForm(p.form)?.pages ?? []).flatMap((page) => page.fields).filter((f) => f.type === 'date')
  const known = ['stage', 'activity', 'start', ...dates.map((a) => `case.${a.key}`), ...answered.map((f) => `answers.${f.key}`)]
  return (
    <>
      <NativeSelect label={t('flow.timer.since')} value={timer.since} onChange={(e) => put({ since: e.currentTarget.value })}>
        {!known.includes(timer.since) && <option value={timer.since}>{timer.since}</option>}
        <option value="stage">{t('flow.since.stage')}</option>
        <option value="activity">{t('flow.since.activity')}</option>
        <option value="start">{t('flow.since.start')}</option>
        {dates.map((a) => <option key={a.key} value={`case.${a.key}`}>{text(a.title) || a.key}</option>)}
        {answered.map((f) => <option key={f.key} value={`answers.${f.key}`}>{text(f.label) || f.key}</option>)}
      </NativeSelect>
      <DurationList label={t('flow.timer.after')} values={timer.after} least={1} isSigned={/^(case|answers)\./.test(timer.since)} onChange={(after) => put({ after })} />
      <NativeSelect
        label={t('flow.timer.calendar')}
        value={timer.calendar ?? ''}
        onChange={(e) => {
          const { calendar: _, ...rest } = timer
          run(commands.setTrigger(p, transition.key, { timer: e.currentTarget.value === 'business' ? { ...rest, calendar: 'business' } : rest }))
        }}
      >
        <option value="">{t('flow.calendar.all')}</option>
        <option value="business">{t('flow.calendar.business')}</option>
      </NativeSelect>
    </>
  )
}

const kindOf = (trigger: Trigger): 'verb' | 'event' | 'timer' => (trigger.timer ? 'timer' : trigger.event !== undefined ? 'event' : 'verb')

const first: Record<'verb' | 'event' | 'timer', Trigger> = { verb: { verb: 'approve' }, event: { event: 'stage.entered' }, timer: { timer: { after: ['P3D'], since: 'stage' } } }

/** What sets a transition off: a person, something that happened, or time. */
export function TriggerFields({ transition }: { transition: Transition }) {
  const { t, find } = useI18n()
  const { p, run } = useBench()
  const { trigger } = transition
  const kind = kindOf(trigger)
  return (
    <section className={css.section}>
      <NativeSelect label={t('flow.trigger.title')} value={kind} onChange={(e) => run(commands.setTrigger(p, transition.key, first[e.currentTarget.value as typeof kind]))}>
        <option value="verb">{t('flow.trigger.person')}</option>
        <option value="timer">{t('flow.trigger.time')}</option>
        <option value="event">{t('flow.trigger.event')}</option>
      </NativeSelect>
      {kind === 'verb' && <VerbField transition={transition} />}
      {trigger.timer && <TimerFields transition={transition} timer={trigger.timer} />}
      {kind === 'event' && (
        <NativeSelect label={t('flow.trigger.which')} value={trigger.event} onChange={(e) => run(commands.setTrigger(p, transition.key, { event: e.currentTarget.value }))}>
          {!(events as readonly string[]).includes(trigger.event ?? '') && <option value={trigger.event}>{trigger.event}</option>}
          {events.map((e) => <option key={e} value={e}>{find(`flow.event.${e.replaceAll('.', '_')}`) ?? e}</option>)}
        </NativeSelect>
      )}
    </section>
  )
}
