import { ActionIcon, Button, Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { Glyph } from '../../desk/parts/Glyph'
import { useI18n } from '../../i18n/I18n'
import { useBench } from './bench'
import * as commands from './commands'
import { useSpeech } from './editing'
import { LocalText } from './LocalText'
import css from './panel.module.css'
import { type Approvals, type ApprovalStep, idOf, type Transition } from './types'

/** Acts that bring something of their own, which no approval can say no by. */
const bringing: readonly string[] = ['start', 'submit', 'request', 'answer', 'save', 'edit', 'sign']

interface StepProps {
  transition: Transition
  approvals: Approvals
  index: number
  step: ApprovalStep
  put: (approvals: Approvals) => void
}

/** Who may give it: the object of its permission, and what keeps somebody from it. */
function Permission({ transition, index, step }: Omit<StepProps, 'put' | 'approvals'>) {
  const { t, find } = useI18n()
  const { p, run, words } = useBench()
  const id = idOf('transitions', transition.key)
  const path = ['approvals', 'steps', String(index)]
  const notBy = step.notBy ?? []
  const verbs = [...new Set([...p.transitions.flatMap((each) => (each.trigger.verb && each.by.includes('member') ? [each.trigger.verb] : [])), ...notBy])].filter((v) => v !== transition.trigger.verb)
  const whole = transition.policy || `pipeline/${p.key}/stage/${transition.from}`
  return (
    <details>
      <summary className={css.quiet}>{t('approvals.advanced')}</summary>
      <div className={css.stack}>
        <TextInput
          label={t('flow.policy.label')}
          description={t('approvals.policyHint')}
          dir="ltr"
          maxLength={240}
          placeholder={`${whole}/approval/${step.key}`}
          value={step.policy ?? ''}
          onChange={(e) => run(commands.set(p, id, [...path, 'policy'], e.currentTarget.value || undefined))}
        />
        <code dir="ltr" className={css.quiet}>{transition.trigger.verb} {step.policy || `${whole}/approval/${step.key}`}</code>
        {verbs.length > 0 && (
          <Checkbox.Group label={t('approvals.notBy')} value={notBy} onChange={(next) => run(commands.set(p, id, [...path, 'notBy'], next.length > 0 ? next : undefined))}>
            <div className={css.checks}>{verbs.map((verb) => <Checkbox key={verb} size="xs" value={verb} label={find(`flow.verb.${verb}`) ?? words.verb(verb)} />)}</div>
          </Checkbox.Group>
        )}
      </div>
    </details>
  )
}

function StepFields({ transition, approvals, index, step, put }: StepProps) {
  const { t, text } = useSpeech()
  const { p, run } = useBench()
  const { steps } = approvals
  const name = text(step.name) || t('approvals.step', { n: index + 1 })
  return (
    <li className={css.effect} aria-label={name}>
      <div className={css.effectHead}>
        <span><bdi>{name}</bdi></span>
        <ActionIcon size={24} disabled={index === 0} aria-label={t('flow.up', { name })} onClick={() => put({ ...approvals, steps: commands.moved(steps, index, -1) })}><Glyph name="up" /></ActionIcon>
        <ActionIcon size={24} disabled={index === steps.length - 1} aria-label={t('flow.down', { name })} onClick={() => put({ ...approvals, steps: commands.moved(steps, index, 1) })}><Glyph name="down" /></ActionIcon>
        <ActionIcon size={24} disabled={steps.length === 1} aria-label={t('flow.without', { name })} onClick={() => put({ ...approvals, steps: steps.toSpliced(index, 1) })}><Glyph name="close" /></ActionIcon>
      </div>
      <LocalText label={t('approvals.stepName')} value={step.name} onChange={(l, v) => run(commands.setText(p, idOf('transitions', transition.key), ['approvals', 'steps', String(index), 'name'], l, v))} />
      <Permission transition={transition} index={index} step={step} />
    </li>
  )
}

function Order({ approvals, put }: Pick<StepProps, 'approvals' | 'put'>) {
  const { t } = useI18n()
  const count = approvals.steps.length
  const quorum = (value: string): void => put({ ...approvals, quorum: value === '' ? undefined : Number(value) })
  return (
    <>
      <NativeSelect label={t('approvals.mode')} value={approvals.mode} onChange={(e) => put({ ...approvals, mode: e.currentTarget.value === 'series' ? 'series' : 'parallel' })}>
        <option value="parallel">{t('approvals.mode.parallel')}</option>
        <option value="series">{t('approvals.mode.series')}</option>
      </NativeSelect>
      {approvals.mode === 'parallel' && count > 1 && (
        <NativeSelect label={t('approvals.quorum')} value={String(approvals.quorum ?? '')} onChange={(e) => quorum(e.currentTarget.value)}>
          <option value="">{t('approvals.quorum.all')}</option>
          {Array.from({ length: count - 1 }, (_, i) => <option key={i} value={i + 1}>{t('approvals.quorum.some', { n: i + 1, count })}</option>)}
        </NativeSelect>
      )}
      <Checkbox size="xs" label={t('approvals.samePerson')} checked={approvals.samePerson ?? false} onChange={(e) => put({ ...approvals, samePerson: e.currentTarget.checked || undefined })} />
    </>
  )
}

/** The act by which one of those who approve says no for all. */
function Veto({ transition, approvals, put }: Pick<StepProps, 'transition' | 'approvals' | 'put'>) {
  const { t, find } = useI18n()
  const { p, words } = useBench()
  const noes = p.transitions.filter((o) => o.from === transition.from && o.to !== transition.from && o.by.includes('member') && !o.approvals && o.trigger.verb !== transition.trigger.verb)
  const verbs = [...new Set([...noes.flatMap((o) => (o.trigger.verb && !bringing.includes(o.trigger.verb) ? [o.trigger.verb] : [])), ...(approvals.veto ? [approvals.veto] : [])])]
  if (verbs.length === 0) return null
  return (
    <NativeSelect label={t('approvals.veto')} description={t('approvals.vetoHint')} value={approvals.veto ?? ''} onChange={(e) => put({ ...approvals, veto: e.currentTarget.value || undefined })}>
      <option value="">{t('approvals.veto.none')}</option>
      {verbs.map((verb) => <option key={verb} value={verb}>{find(`flow.verb.${verb}`) ?? words.verb(verb)}</option>)}
    </NativeSelect>
  )
}

/** How many people have to do the verb, in which order, and as what. */
export function ApprovalFields({ transition }: { transition: Transition }) {
  const { t } = useI18n()
  const { p, run, wording } = useBench()
  const { approvals } = transition
  const put = (next: Approvals | undefined): void => run(commands.setApprovals(p, transition.key, next))
  const first: Approvals = { mode: 'series', steps: [] }
  const name = wording('approval')
  if (!approvals) {
    return (
      <section className={css.section} aria-label={t('approvals.title')}>
        <h3>{t('approvals.title')}</h3>
        <p className={css.quiet}>{t('approvals.none')}</p>
        <div><Button variant="default" leftSection={<Glyph name="plus" />} onClick={() => put(commands.withStep(commands.withStep(first, name), name))}>{t('approvals.add')}</Button></div>
      </section>
    )
  }
  return (
    <section className={css.section} aria-label={t('approvals.title')}>
      <h3>{t('approvals.title')}</h3>
      <p className={css.quiet}>{t('approvals.hint')}</p>
      <Order approvals={approvals} put={put} />
      <Veto transition={transition} approvals={approvals} put={put} />
      <ol className={css.effects}>
        {approvals.steps.map((step, i) => <StepFields key={step.key} transition={transition} approvals={approvals} index={i} step={step} put={put} />)}
      </ol>
      <div className={css.buttons}>
        <Button variant="default" leftSection={<Glyph name="plus" />} onClick={() => put(commands.withStep(approvals, name))}>{t('approvals.addStep')}</Button>
        <Button variant="subtle" onClick={() => put(undefined)}>{t('approvals.off')}</Button>
      </div>
    </section>
  )
}
