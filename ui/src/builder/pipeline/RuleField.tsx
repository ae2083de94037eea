import { Button, Textarea } from '@mantine/core'
import { Glyph } from '../../desk/parts/Glyph'
import type { Rule } from '../../fields/types'
import { useI18n } from '../../i18n/I18n'
import { startCondition } from '../form/rules/ConditionRow'
import { QueryGroup } from '../form/rules/QueryGroup'
import { useEditing, useSpeech } from './editing'
import type { Finding } from './findings'
import css from './panel.module.css'
import { FindingList } from './PanelHead'
import { ruleIn } from './words'

interface RuleFieldProps {
  label: string
  rule: Rule | undefined
  /** What is wrong with it. */
  findings?: readonly Finding[]
  /** What it says without a condition; else that it always holds. */
  none?: string
  /** Undefined takes the rule away. */
  onChange: (rule: Rule | undefined) => void
}

/** A condition: said as a sentence, and changed with the same conditions and groups as in a form. CEL stays CEL. */
export function RuleField({ label, rule, findings = [], none, onChange }: RuleFieldProps) {
  const i18n = useSpeech()
  const { t } = useI18n()
  const { names, readables } = useEditing()
  const first = readables.find((each) => !each.field) ?? readables[0]
  const start = (): void => first && onChange({ query: { combinator: 'and', rules: [startCondition(first)] } })
  return (
    <div className={css.rule} role="group" aria-label={label}>
      <span className={css.label}>{label}</span>
      {!rule && <p className={css.quiet}>{none ?? t('flow.rule.always')}</p>}
      {!rule && <div><Button variant="default" leftSection={<Glyph name="plus" />} disabled={!first} onClick={start}>{t('flow.rule.add')}</Button></div>}
      {rule?.query && <p className={css.sentence}>{ruleIn(i18n, names, rule)}</p>}
      <FindingList findings={findings} />
      {rule?.query && <QueryGroup query={rule.query} all={readables} onChange={(query) => onChange(query.rules.length > 0 ? { query } : undefined)} />}
      {rule && !rule.query && <Textarea aria-label={t('flow.rule.cel')} description={t('flow.rule.cel')} dir="ltr" rows={3} className={css.code} value={rule.cel ?? ''} onChange={(e) => onChange(e.currentTarget.value ? { cel: e.currentTarget.value } : undefined)} />}
      {rule && <div><Button variant="subtle" onClick={() => onChange(undefined)}>{t('flow.rule.clear')}</Button></div>}
    </div>
  )
}
