import { Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { Pick } from '../../desk/parts/Pick'
import { useI18n } from '../../i18n/I18n'
import { ApprovalFields } from './ApprovalFields'
import { useBench } from './bench'
import * as commands from './commands'
import { DemandFields } from './DemandFields'
import { EffectFields, effectKinds } from './EffectFields'
import { findingsAt } from './findings'
import { KeyField } from './KeyField'
import { LocalText } from './LocalText'
import css from './panel.module.css'
import { RuleField } from './RuleField'
import { TriggerFields } from './TriggerFields'
import { type Actor, type EffectKind, idOf, type Transition } from './types'
import { useSpeech } from './editing'

const actors: readonly Actor[] = ['applicant', 'member', 'service', 'system']

function Ends({ transition }: { transition: Transition }) {
  const { t, text } = useSpeech()
  const { p, run } = useBench()
  const outside = { from: t('flow.outside.start'), to: t('flow.outside.removed') }
  return (
    <div className={css.two}>
      {(['from', 'to'] as const).map((end) => (
        <NativeSelect key={end} label={t(`flow.transition.${end}`)} value={transition[end]} onChange={(e) => run(commands.redirect(p, transition.key, end, e.currentTarget.value))}>
          <option value="">{outside[end]}</option>
          {transition[end] !== '' && !p.stages.some((s) => s.key === transition[end]) && <option value={transition[end]}>{transition[end]}</option>}
          {p.stages.map((s) => <option key={s.key} value={s.key}>{text(s.name) || s.key}</option>)}
        </NativeSelect>
      ))}
    </div>
  )
}

function Permissions({ transition }: { transition: Transition }) {
  const { t } = useI18n()
  const { p, run } = useBench()
  const id = idOf('transitions', transition.key)
  return (
    <section className={css.section}>
      <Checkbox.Group label={t('flow.by.title')} value={transition.by} onChange={(by) => run(commands.set(p, id, ['by'], by))}>
        <div className={css.checks}>{actors.map((a) => <Checkbox key={a} size="xs" value={a} label={t(`flow.by.${a}`)} />)}</div>
      </Checkbox.Group>
      {transition.by.includes('member') && (
        <TextInput
          label={t('flow.policy.label')}
          description={t('flow.policy.hint')}
          dir="ltr"
          maxLength={200}
          placeholder={`pipeline/${p.key}/stage/${transition.from}`}
          value={transition.policy ?? ''}
          onChange={(e) => run(commands.set(p, id, ['policy'], e.currentTarget.value || undefined))}
        />
      )}
    </section>
  )
}

function Condition({ transition }: { transition: Transition }) {
  const { t } = useI18n()
  const { p, run, findings } = useBench()
  const id = idOf('transitions', transition.key)
  return (
    <section className={css.section}>
      <RuleField label={t('flow.guard.title')} rule={transition.guard} findings={findingsAt(findings.get(id), 'guard')} onChange={(rule) => run(commands.set(p, id, ['guard'], rule as never))} />
      <Checkbox size="xs" label={t('flow.guard.otherwiseLabel')} checked={transition.otherwise ?? false} onChange={(e) => run(commands.set(p, id, ['otherwise'], e.currentTarget.checked || undefined))} />
    </section>
  )
}

function Effects({ transition }: { transition: Transition }) {
  const { t } = useI18n()
  const { p, run } = useBench()
  return (
    <section className={css.section} aria-label={t('flow.effect.title')}>
      <h3>{t('flow.effect.title')}</h3>
      <ol className={css.effects}>
        {(transition.effects ?? []).map((effect, i) => <EffectFields key={`${i} ${effect.kind}`} transition={transition} index={i} effect={effect} />)}
      </ol>
      <Pick label={t('flow.effect.add')} action={t('panel.pick.add')} choices={effectKinds.map((kind) => ({ value: kind, label: t(`flow.effect.kind.${kind}`) }))} onPick={(kind) => run(commands.addEffect(p, transition.key, kind as EffectKind))} />
    </section>
  )
}

/** All that can be said of a transition. */
export function TransitionPanel({ transition }: { transition: Transition }) {
  const { t } = useI18n()
  const { p, run } = useBench()
  const id = idOf('transitions', transition.key)
  const isVerb = transition.trigger.verb !== undefined
  const rename = (key: string): boolean => {
    const command = commands.rename(p, id, key)
    if (command) run(command)
    return command !== undefined
  }
  return (
    <>
      {(isVerb || transition.title) && <LocalText isName isOptional={!isVerb} label={t('flow.transition.title')} value={transition.title} onChange={(l, v) => run(commands.setText(p, id, ['title'], l, v))} />}
      <Ends transition={transition} />
      <TriggerFields transition={transition} />
      <Condition transition={transition} />
      <Permissions transition={transition} />
      {isVerb && (transition.by.includes('member') || transition.approvals) && <ApprovalFields transition={transition} />}
      {isVerb && <DemandFields transition={transition} />}
      <Effects transition={transition} />
      <section className={css.section}><KeyField label={t('flow.key.label')} value={transition.key} onRename={rename} /></section>
    </>
  )
}
