import { Button, NativeSelect } from '@mantine/core'
import { Glyph } from '../../desk/parts/Glyph'
import { Pick } from '../../desk/parts/Pick'
import type { Text } from '../../fields/types'
import { useI18n } from '../../i18n/I18n'
import { useBench } from './bench'
import * as commands from './commands'
import { DurationField } from './DurationField'
import { KeyField } from './KeyField'
import { LocalText } from './LocalText'
import { TriggerGlyph } from './Marks'
import css from './panel.module.css'
import { PathList } from './PathField'
import { idOf, type Stage, type StageKind } from './types'
import { useSpeech } from './editing'

const kinds: readonly StageKind[] = ['applicant', 'automatic', 'staff', 'end']
const answers = ['open', 'requested', 'closed'] as const
const outcomes = ['completed', 'rejected', 'expired', 'closed', 'blocked'] as const
const columns = ['started', 'percent', 'page', 'attempts', 'activity', 'age', 'token', 'risk', 'reason', 'decided', 'channel', 'reminders', 'target', 'attempt', 'retry', 'error', 'requests', 'items', 'approvals', 'decider', 'purge', 'sends', 'response', 'signers', 'datum']

function QueueFields({ stage }: { stage: Stage }) {
  const { t, find, text } = useSpeech()
  const { p, run } = useBench()
  const id = idOf('stages', stage.key)
  const { queue } = stage
  const facts = (p.attributes ?? []).map((a) => ({ value: `case.${a.key}`, label: text(a.title) || a.key }))
  const emptyText: Text = Object.fromEntries(p.locales.map((l) => [l, stage.name[l] ?? '']))
  const queues = p.stages.flatMap((s) => (s.queue ? [s.queue] : []))
  const others = [...new Map(queues.map((q) => [q.key, { value: q.key, label: text(q.name) || q.key }])).values()]
  const share = (key: string): void => {
    const shared = p.stages.find((s) => s.queue?.key === key)?.queue
    if (shared) run(commands.set(p, id, ['queue'], JSON.parse(JSON.stringify(shared))))
  }
  if (!queue) {
    return (
      <section className={css.section} aria-label={t('flow.queue.title')}>
        <h3>{t('flow.queue.title')}</h3>
        <p className={css.quiet}>{t('flow.queue.none')}</p>
        <div><Button variant="default" leftSection={<Glyph name="plus" />} onClick={() => run(commands.set(p, id, ['queue'], { key: stage.key, name: emptyText }))}>{t('flow.queue.add')}</Button></div>
        {others.length > 0 && <Pick label={t('flow.queue.share')} action={t('panel.pick.share')} choices={others} onPick={share} />}
      </section>
    )
  }
  const rename = (key: string): boolean => {
    const command = commands.renameQueue(queue.key, key)
    if (command) run(command)
    return command !== undefined
  }
  return (
    <section className={css.section} aria-label={t('flow.queue.title')}>
      <h3>{t('flow.queue.title')}</h3>
      <LocalText label={t('flow.queue.name')} value={queue.name} onChange={(l, v) => run(commands.setText(p, id, ['queue', 'name'], l, v))} />
      <KeyField label={t('flow.queue.key')} value={queue.key} onRename={rename} />
      <PathList label={t('flow.queue.columns')} values={queue.columns ?? []} extra={[...columns.map((value) => ({ value, label: find(`flow.column.${value}`) ?? value })), ...facts]} onChange={(next) => run(commands.asStep(commands.set(p, id, ['queue', 'columns'], next.length > 0 ? next : undefined)))} />
      <div><Button variant="subtle" onClick={() => run(commands.set(p, id, ['queue'], undefined))}>{t('flow.queue.remove')}</Button></div>
    </section>
  )
}

/** The ways that lead on from a stage, each a step to its own panel. */
function Ways({ stage }: { stage: Stage }) {
  const { t, text } = useSpeech()
  const { p, words, select, connect } = useBench()
  const out = p.transitions.filter((each) => each.from === stage.key)
  const nameOf = (key: string): string => text(p.stages.find((s) => s.key === key)?.name) || key
  return (
    <section className={css.section} aria-label={t('flow.stage.ways')}>
      <h3>{t('flow.stage.ways')}</h3>
      <ul className={css.ways}>
        {out.map((each) => (
          <li key={each.key}>
            <button type="button" className={css.way} onClick={() => select(idOf('transitions', each.key))}>
              <TriggerGlyph transition={each} />
              <span>{words.trigger(each)} <span className={css.quiet}>{each.to === stage.key ? t('flow.outline.stays') : t('flow.outline.to', { name: each.to ? nameOf(each.to) : t('flow.outside.removed') })}</span></span>
            </button>
          </li>
        ))}
      </ul>
      <div><Button variant="default" leftSection={<Glyph name="plus" />} onClick={() => connect(stage.key)}>{t('flow.action.connect')}</Button></div>
    </section>
  )
}

/** All that can be said of a stage. */
export function StagePanel({ stage }: { stage: Stage }) {
  const { t } = useI18n()
  const { p, run, rekey } = useBench()
  const id = idOf('stages', stage.key)
  const rename = (key: string): boolean => rekey(id, key)
  return (
    <>
      <LocalText isName label={t('flow.stage.name')} value={stage.name} onChange={(l, v) => run(commands.setText(p, id, ['name'], l, v))} />
      <LocalText isLong label={t('flow.stage.applicant')} value={stage.applicant} onChange={(l, v) => run(commands.setText(p, id, ['applicant'], l, v))} />
      <div className={css.two}>
        <NativeSelect label={t('flow.stage.kind')} value={stage.kind} onChange={(e) => run(commands.setKind(p, stage.key, e.currentTarget.value as StageKind))}>
          {kinds.map((k) => <option key={k} value={k}>{t(`flow.kind.${k}`)}</option>)}
        </NativeSelect>
        {stage.kind === 'end' && (
          <NativeSelect label={t('flow.stage.outcome')} value={stage.outcome ?? ''} onChange={(e) => run(commands.set(p, id, ['outcome'], e.currentTarget.value))}>
            {outcomes.map((o) => <option key={o} value={o}>{t(`flow.outcome.${o}`)}</option>)}
          </NativeSelect>
        )}
      </div>
      <NativeSelect label={t('flow.stage.answers')} value={stage.answers} onChange={(e) => run(commands.set(p, id, ['answers'], e.currentTarget.value))}>
        {answers.map((a) => <option key={a} value={a}>{t(`flow.answers.${a}`)}</option>)}
      </NativeSelect>
      <DurationField isOptional label={t('flow.stage.serviceLevel')} value={stage.serviceLevel ?? ''} onChange={(v) => run(commands.set(p, id, ['serviceLevel'], v || undefined))} />
      <Ways stage={stage} />
      <QueueFields stage={stage} />
      <section className={css.section}><KeyField label={t('flow.key.label')} description={t('flow.key.hint')} value={stage.key} onRename={rename} /></section>
    </>
  )
}
