import { ActionIcon, Checkbox, NativeSelect } from '@mantine/core'
import { Glyph } from '../../desk/parts/Glyph'
import { Pick } from '../../desk/parts/Pick'
import { useI18n } from '../../i18n/I18n'
import type { Pipeline, Step } from '../pipeline/types'
import css from './scenario.module.css'
import type { StepWords } from './words'

type Expect = NonNullable<Step['expect']>

interface ExpectProps {
  p: Pipeline
  words: StepWords
  step: Step
  onChange: (step: Step) => void
}

/** An expectation without what says nothing; none at all when nothing is left. An empty list of messages says that none is sent. */
function kept(step: Step, part: Expect): Step {
  const says = ([name, value]: [string, unknown]): boolean => value !== undefined && value !== '' && (name === 'messages' || !(Array.isArray(value) && value.length === 0))
  const entries = Object.entries({ ...step.expect, ...part }).filter(says)
  const { expect: _, ...rest } = step
  return entries.length > 0 ? { ...rest, expect: Object.fromEntries(entries) } : rest
}

function Messages({ p, words, step, onChange }: ExpectProps) {
  const { t } = useI18n()
  const messages = step.expect?.messages ?? []
  const put = (next: string[] | undefined): void => onChange(kept(step, { messages: next }))
  const without = (i: number): void => put(messages.length > 1 ? messages.toSpliced(i, 1) : undefined)
  return (
    <div className={css.expected}>
      {messages.length > 0 && (
        <ul aria-label={t('tryout.expect.messages')}>
          {messages.map((key, i) => (
            <li key={`${i} ${key}`}>
              <span>{words.message(key)}</span>
              <ActionIcon aria-label={t('tryout.expect.without', { name: words.message(key) })} onClick={() => without(i)}><Glyph name="close" /></ActionIcon>
            </li>
          ))}
        </ul>
      )}
      {messages.length === 0 && <Checkbox size="xs" label={t('tryout.expect.silent')} checked={step.expect?.messages !== undefined} onChange={(e) => put(e.currentTarget.checked ? [] : undefined)} />}
      {p.messages && <Pick label={t('tryout.expect.addMessage')} action={t('panel.pick.add')} none={t('panel.pick.none')} choices={p.messages.map((m) => ({ value: m.key, label: words.message(m.key) }))} onPick={(key) => put([...messages, key])} />}
    </div>
  )
}

/** What must come of a step: where the case stands then, what is sent, whether the act is refused. */
export function ExpectFields({ p, words, step, onChange }: ExpectProps) {
  const { t } = useI18n()
  const { stage = '', refused, owed } = step.expect ?? {}
  const expects = words.expects({ ...step, expect: { refused, owed } })
  return (
    <div className={css.fields}>
      <NativeSelect label={t('tryout.expect.stage')} value={stage} onChange={(e) => onChange(kept(step, { stage: e.currentTarget.value }))}>
        <option value="">{t('tryout.expect.anyStage')}</option>
        {p.stages.map((s) => <option key={s.key} value={s.key}>{words.stage(s.key)}</option>)}
        {stage !== '' && !p.stages.some((s) => s.key === stage) && <option value={stage}>{stage}</option>}
      </NativeSelect>
      <Messages p={p} words={words} step={step} onChange={onChange} />
      {refused && <Checkbox size="xs" checked label={expects[0]} onChange={() => onChange(kept(step, { refused: '' }))} />}
      {owed?.length ? <Checkbox size="xs" checked label={expects.at(-1)} onChange={() => onChange(kept(step, { owed: [] }))} /> : null}
    </div>
  )
}
