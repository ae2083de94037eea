import { ActionIcon, Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { Glyph } from '../../desk/parts/Glyph'
import { useI18n } from '../../i18n/I18n'
import type { Json } from '../document/json'
import { useBench } from './bench'
import * as commands from './commands'
import { DurationField, DurationList } from './DurationField'
import { findingsAt } from './findings'
import css from './panel.module.css'
import { PathList } from './PathField'
import { RoleField } from './RoleField'
import { RuleField } from './RuleField'
import { SetFields } from './SetFields'
import { type Effect, type EffectKind, idOf, type Transition } from './types'
import { useSpeech } from './editing'

/** What can be added. */
export const effectKinds: readonly EffectKind[] = ['message', 'paper', 'check', 'score', 'task', 'token', 'call', 'set', 'freeze', 'revoke', 'erase']

interface EffectProps {
  transition: Transition
  index: number
  effect: Effect
}

type Put = (path: string[], value: Json) => void

const asList = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : typeof value === 'string' ? [value] : [])

function Chosen({ effect, put }: { effect: Effect; put: Put }) {
  const { t, text } = useSpeech()
  const { p } = useBench()
  const { kind } = effect
  const options = kind === 'paper' ? (p.papers ?? []).map((d) => ({ value: d.key, label: text(d.title) || d.key })) : kind === 'score' ? (p.scores ?? []).map((s) => ({ value: s.key, label: text(s.title) || s.key })) : kind === 'check'
    ? [{ value: 'all', label: t('flow.effect.all') }, ...(p.checks ?? []).map((c) => ({ value: c.key, label: text(c.title) || c.key }))]
    : (p.messages ?? []).map((m) => ({ value: m.key, label: text(m.subject) || m.key }))
  const isFree = kind === 'token'
  const value = effect.name ?? ''
  return (
    <NativeSelect label={t(kind === 'paper' ? 'flow.effect.paper' : kind === 'score' ? 'flow.effect.score' : kind === 'check' ? 'flow.effect.check' : 'flow.effect.message')} value={value} onChange={(e) => put(['name'], e.currentTarget.value || undefined)}>
      {isFree && <option value="">{t('flow.effect.usual')}</option>}
      {!isFree && value === '' && <option value="">{t('flow.none')}</option>}
      {value !== '' && !options.some((o) => o.value === value) && <option value={value}>{value}</option>}
      {options.map((o) => <option key={o.value} value={o.value}>{o.label}</option>)}
    </NativeSelect>
  )
}

function TaskFields({ effect, put }: { effect: Effect; put: Put }) {
  const { t } = useI18n()
  return (
    <>
      <TextInput label={t('flow.effect.task')} maxLength={80} value={effect.name ?? ''} onChange={(e) => put(['name'], e.currentTarget.value)} />
      <RoleField label={t('flow.effect.role')} value={String(effect.with?.role ?? '')} onChange={(role) => put(['with', 'role'], role || undefined)} />
      <DurationField isOptional label={t('flow.effect.due')} value={String(effect.with?.due ?? '')} onChange={(v) => put(['with', 'due'], v || undefined)} />
    </>
  )
}

/** A call of a system outside: its name there, what it tells, and how long it waits each time. */
function CallFields({ effect, put }: { effect: Effect; put: Put }) {
  const { t } = useI18n()
  const fields = asList(effect.with?.fields)
  return (
    <>
      <TextInput label={t('flow.effect.call')} maxLength={80} dir="ltr" value={effect.name ?? ''} onChange={(e) => put(['name'], e.currentTarget.value)} />
      <PathList label={t('flow.effect.fields')} values={fields} onChange={(next) => put(['with', 'fields'], next.length > 0 ? [...next] : undefined)} />
      <p className={css.quiet}>{t('flow.effect.fieldsHint')}</p>
      <DurationList label={t('flow.effect.after')} values={asList(effect.with?.after)} onChange={(list) => put(['with', 'after'], list.length > 1 ? list : list[0])} />
    </>
  )
}

function Settings({ effect, put }: { effect: Effect; put: Put }) {
  const { t } = useI18n()
  const { kind } = effect
  return (
    <>
      {(kind === 'message' || kind === 'check' || kind === 'token' || kind === 'score' || kind === 'paper') && <Chosen effect={effect} put={put} />}
      {kind === 'task' && <TaskFields effect={effect} put={put} />}
      {kind === 'token' && <DurationField label={t('flow.effect.ttl')} value={String(effect.with?.ttl ?? 'PT24H')} onChange={(v) => put(['with', 'ttl'], v)} />}
      {kind === 'call' && <CallFields effect={effect} put={put} />}
      {kind === 'set' && <SetFields facts={effect.set ?? {}} onChange={(facts) => put(['set'], facts as Json)} />}
      {kind === 'message' && <Checkbox size="xs" label={t('flow.effect.toSigned')} checked={effect.with?.to === 'signed'} onChange={(e) => put(['with', 'to'], e.currentTarget.checked ? 'signed' : undefined)} />}
      {kind === 'message' && <DurationList label={t('flow.effect.after')} values={asList(effect.with?.after)} onChange={(list) => put(['with', 'after'], list.length > 1 ? list : list[0])} />}
    </>
  )
}

/** One effect of a transition with its settings, and its place among the others. */
export function EffectFields({ transition, index, effect }: EffectProps) {
  const { t } = useI18n()
  const { p, run, words, findings } = useBench()
  const count = transition.effects?.length ?? 0
  const name = words.effect(effect)
  const put: Put = (path, value) => run(commands.set(p, idOf('transitions', transition.key), ['effects', String(index), ...path], value))
  return (
    <li className={css.effect} aria-label={name}>
      <div className={css.effectHead}>
        <span>{name}</span>
        <ActionIcon size={24} disabled={index === 0} aria-label={t('flow.up', { name })} onClick={() => run(commands.moveEffect(p, transition.key, index, -1))}><Glyph name="up" /></ActionIcon>
        <ActionIcon size={24} disabled={index === count - 1} aria-label={t('flow.down', { name })} onClick={() => run(commands.moveEffect(p, transition.key, index, 1))}><Glyph name="down" /></ActionIcon>
        <ActionIcon size={24} aria-label={t('flow.without', { name })} onClick={() => run(commands.removeEffect(p, transition.key, index))}><Glyph name="close" /></ActionIcon>
      </div>
      <details>
        <summary className={css.quiet}>{t('flow.effect.settings')}</summary>
        <div className={css.stack}>
          <Settings effect={effect} put={put} />
          <RuleField label={t('flow.effect.when')} rule={effect.when} findings={findingsAt(findings.get(idOf('transitions', transition.key)), `effects/${index}/when`)} onChange={(rule) => put(['when'], rule as unknown as Json)} />
        </div>
      </details>
    </li>
  )
}
