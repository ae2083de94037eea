import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { api, ask } from '../../api/client'
import { keys } from '../../desk/query/keys'
import { fieldChecks } from '../../fields/registry'
import type { Form, RuleType } from '../../fields/types'
import type { I18n } from '../../i18n/I18n'
import { type Readable, readables } from '../form/rules/scope'
import { isPage, pathOf, walk } from '../form/tree'
import { useSpeech } from './editing'
import { type Attribute, type Check, optionsOf, type Pipeline } from './types'

/** Something that a rule can read, and what people call it. */
export interface Name {
  path: string
  label: string
  type: RuleType
  options?: { value: string; label: string }[]
  group: 'answers' | 'checks' | 'case'
  /** It is kept in cents. */
  isMoney?: boolean
}

export type Names = readonly Name[]

/** The form that a definition speaks of; undefined while it is not there. */
export function useForm(key: string): Form | undefined {
  const { data } = useQuery({
    queryKey: keys.definition('form', key),
    queryFn: () => ask(api.GET('/definitions/{kind}/{key}', { params: { path: { kind: 'form', key } } })),
    enabled: key !== '',
    staleTime: 30_000,
    retry: false,
  })
  return data?.draft as Form | undefined
}

/** The answers of a form, by path. */
export function answersOf(form: Form | undefined, { text, t }: I18n): Name[] {
  const names: Name[] = []
  if (!form) return names
  walk(form, (spot) => {
    const { node } = spot
    if (isPage(node)) return
    const type = fieldChecks[node.type]?.ruleType(node)
    if (!type) return
    const groups = spot.above.flatMap((each) => (isPage(each) ? [] : [text(each.label) || each.key]))
    const label = [...groups, text(node.label) || node.key].join(' › ')
    const options = node.type === 'boolean' || type === 'bool' ? bools(t) : node.options?.map((o) => ({ value: o.value, label: text(o.label) || o.value }))
    names.push({ path: pathOf(spot), label, type, group: 'answers', ...(options && { options }), ...(node.type === 'money' && { isMoney: true }) })
  })
  return names
}

const bools = (t: I18n['t']): { value: string; label: string }[] => [{ value: 'true', label: t('flow.rule.true') }, { value: 'false', label: t('flow.rule.false') }]

const results = ['pass', 'fail', 'unclear', 'unavailable', 'pending', 'skipped']

const facts: [string, RuleType][] = [
  ['openItems', 'number'], ['attempts', 'number'], ['round', 'number'], ['daysSinceStart', 'number'], ['daysInStage', 'number'], ['tokens24h', 'number'], ['reopenable', 'bool'], ['frozen', 'bool'], ['integrated', 'bool'],
]

const checkName = (path: string, label: string, { find }: I18n): Name =>
  ({ path, label, type: 'choice', options: results.map((value) => ({ value, label: find(`flow.result.${value}`) ?? value })), group: 'checks' })

/** What checks came to, as rules read it. */
export const checksOf = (checks: readonly Check[], i18n: I18n): Name[] =>
  checks.map((c) => checkName(`checks.${c.key}.result`, i18n.text(c.title) || c.key, i18n))

/** The values of a fact by their names; classes of risk have one of their own. */
export const choicesOf = (a: Attribute, { find, text }: I18n): { value: string; label: string }[] =>
  optionsOf(a).map(({ value, label }) => ({ value, label: text(label) || (find(`desk.risk.${value}`) ?? value) }))

/** The checks and facts that rules of a pipeline can read. */
export function ofPipeline(p: Pipeline, i18n: I18n): Name[] {
  const { t, find, text } = i18n
  return [
    checkName('checks.all', t('flow.fact.checks'), i18n),
    ...checksOf(p.checks ?? [], i18n),
    ...(p.attributes ?? []).map((a): Name => ({
      path: `case.${a.key}`, label: text(a.title) || a.key, type: a.type, group: 'case',
      options: a.type === 'bool' ? bools(t) : a.type === 'choice' ? choicesOf(a, i18n) : undefined,
    })),
    ...(p.scores ?? []).flatMap((s): Name[] => [
      { path: `case.${s.key}`, label: text(s.title) || s.key, type: 'number', group: 'case' },
      { path: `case.${s.key}_band`, label: t('approvals.score.bandOf', { name: text(s.title) || s.key }), type: 'choice', group: 'case', options: s.bands.map((b) => ({ value: b.key, label: text(b.label) || b.key })) },
    ]),
    { path: 'case.stage', label: t('flow.fact.stage'), type: 'choice', group: 'case', options: p.stages.map((s) => ({ value: s.key, label: text(s.name) || s.key })) },
    { path: 'case.reason', label: t('flow.fact.reason'), type: 'choice', group: 'case', options: (p.reasons ?? []).map((r) => ({ value: r.key, label: text(r.label) || r.key })) },
    ...facts.map(([key, type]): Name => ({ path: `case.${key}`, label: find(`flow.fact.${key}`) ?? key, type, group: 'case', options: type === 'bool' ? bools(t) : undefined })),
  ]
}

/** All that rules of a pipeline can read. */
export function usePipelineNames(p: Pipeline): Names {
  const i18n = useSpeech()
  const form = useForm(p.form)
  return useMemo(() => [...answersOf(form, i18n), ...ofPipeline(p, i18n)], [form, p, i18n])
}

const heading = ({ t }: I18n, group: Name['group']): string => t(`flow.path.${group}`)

/** The same for the conditions that are written: answers of a form, as its own rules read them. */
export function useAnswerReadables(form: Form | undefined): readonly Readable[] {
  const i18n = useSpeech()
  return useMemo(() => (form ? readables(form, '').map((each) => ({ ...each, group: heading(i18n, 'answers') })) : []), [form, i18n])
}

/** What is no answer, for the conditions that are written. */
export const readablesOf = (names: Names, i18n: I18n): Readable[] =>
  names.map(({ path, label, type, options, group }) => ({
    path, label, type, above: [], isOutside: false, group: heading(i18n, group), ...(type !== 'bool' && options && { options }),
  }))

/** All that conditions of a pipeline can read: answers, checks and facts. */
export function usePipelineReadables(p: Pipeline): readonly Readable[] {
  const i18n = useSpeech()
  const answers = useAnswerReadables(useForm(p.form))
  return useMemo(() => {
    return [...answers, ...readablesOf(ofPipeline(p, i18n), i18n)]
  }, [answers, p, i18n])
}
