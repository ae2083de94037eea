import { Button, Modal, Tabs, Textarea } from '@mantine/core'
import { type FormEvent, useMemo, useRef, useState } from 'react'
import { Notice } from '../../../desk/parts/Notice'
import { Pick } from '../../../desk/parts/Pick'
import { useFocusBack } from '../../../desk/parts/useFocusBack'
import type { Rule } from '../../../fields/types'
import { useI18n } from '../../../i18n/I18n'
import { useAround } from '../../pipeline/around'
import { emit } from '../../../runtime/rule'
import { useForm } from '../editor'
import { faultOf } from './check'
import { useReadableName } from './ConditionRow'
import { QueryGroup } from './QueryGroup'
import css from './rules.module.css'
import { readables, scopeFor } from './scope'
import { useSentence } from './useSentence'

interface RuleDialogProps {
  title: string
  /** Whose rule it is: what it may read follows from that. */
  node: string
  rule: Rule | undefined
  /** A formula gives any value and is always text. */
  isFormula?: boolean
  onApply: (rule: Rule | undefined) => void
  onClose: () => void
}

/** The way an answer is named in CEL; those of rows only where they are seen as a list. */
const celName = (path: string): string => {
  const [list, ...members] = path.split('[].')
  return members.length > 0 ? `answers.${list}.map(r, r.${members.join('.')})` : `answers.${path}`
}

function Expert({ node, cel, isFormula, onChange }: { node: string; cel: string; isFormula: boolean; onChange: (cel: string) => void }) {
  const { t } = useI18n()
  const form = useForm()
  const area = useRef<HTMLTextAreaElement>(null)
  const name = useReadableName()
  const all = useMemo(() => readables(form, node), [form, node])
  const add = (path: string): void => {
    const at = area.current?.selectionEnd ?? cel.length
    onChange(`${cel.slice(0, at)}${celName(path)}${cel.slice(at)}`)
    area.current?.focus()
  }
  return (
    <div className={css.expert}>
      <Textarea ref={area} label={t(isFormula ? 'builder.property.formula' : 'builder.rule.cel')} description={t('builder.rule.celText')} autosize minRows={4} maxRows={14} dir="ltr" spellCheck={false} classNames={{ input: css.code }} value={cel} onChange={(e) => onChange(e.currentTarget.value)} />
      {all.length > 0 && <Pick label={t('builder.rule.insert')} action={t('panel.pick.insert')} choices={all.map((each) => ({ value: each.path, label: name(each) }))} onPick={add} />}
    </div>
  )
}

/** The CEL of a query, to go on from; nothing where it cannot be written yet. */
function useCelOf(node: string) {
  const form = useForm()
  return (rule: Rule): string => {
    if (!rule.query) return rule.cel ?? ''
    try {
      return emit(rule.query, scopeFor(form, node))
    } catch {
      return ''
    }
  }
}

const isNone = (rule: Rule): boolean => (rule.query ? rule.query.rules.length === 0 : (rule.cel ?? '').trim() === '')

function Verdict({ node, rule }: { node: string; rule: Rule }) {
  const { t, find } = useI18n()
  const form = useForm()
  const sentence = useSentence()
  const fault = isNone(rule) ? undefined : faultOf(form, node, rule)
  if (isNone(rule)) return <Notice tone="info" title={t('builder.rule.none')} />
  if (fault) return <Notice tone="warn" role="status" title={find(fault.key, fault.params) ?? t('builder.rule.syntax')} />
  return <Notice tone="success" role="status" title={rule.query ? sentence(rule) : t('builder.rule.good')} />
}

/** Writes a rule: from conditions, or by hand as CEL. It is applied as one step. */
export function RuleDialog({ title, node, rule: given, isFormula = false, onApply, onClose }: RuleDialogProps) {
  const { t } = useI18n()
  useFocusBack()
  const form = useForm()
  const { readables: around } = useAround()
  const all = useMemo(() => [...readables(form, node), ...around], [form, node, around])
  const [rule, setRule] = useState<Rule>(given ?? (isFormula ? { cel: '' } : { query: { combinator: 'and', rules: [] } }))
  const celOf = useCelOf(node)
  const [mode, setMode] = useState(rule.cel === undefined ? 'query' : 'cel')
  const turn = (next: string | null): void => {
    setMode(next ?? 'query')
    if (next === 'cel') setRule({ cel: celOf(rule) })
    // CEL says more than conditions can: going back to them begins with those that were there.
    else setRule(given?.query ? { query: given.query } : { query: { combinator: 'and', rules: [] } })
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    event.stopPropagation()
    onApply(isNone(rule) ? undefined : rule)
    onClose()
  }
  return (
    <Modal opened onClose={onClose} title={title} size="xl" closeButtonProps={{ 'aria-label': t('desk.close') }}>
      <form noValidate onSubmit={submit} className={css.dialog}>
        {isFormula ? <Expert node={node} cel={rule.cel ?? ''} isFormula onChange={(cel) => setRule({ cel })} /> : (
          <Tabs value={mode} onChange={turn} keepMounted={false}>
            <Tabs.List aria-label={title}>
              <Tabs.Tab value="query">{t('builder.rule.conditions')}</Tabs.Tab>
              <Tabs.Tab value="cel">{t('builder.rule.expert')}</Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="query" pt="sm">{rule.query && <QueryGroup query={rule.query} all={all} onChange={(query) => setRule({ query })} />}</Tabs.Panel>
            <Tabs.Panel value="cel" pt="sm"><Expert node={node} cel={rule.cel ?? ''} isFormula={false} onChange={(cel) => setRule({ cel })} /></Tabs.Panel>
          </Tabs>
        )}
        <Verdict node={node} rule={rule} />
        <div className={css.buttons}>
          <Button type="submit">{t('builder.apply')}</Button>
          <Button variant="default" onClick={onClose}>{t('desk.cancel')}</Button>
          {given && <Button variant="subtle" c="var(--danger)" onClick={() => { onApply(undefined); onClose() }}>{t('builder.rule.delete')}</Button>}
        </div>
      </form>
    </Modal>
  )
}
