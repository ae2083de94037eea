import { useMemo } from 'react'
import { useRoleNames } from '../../desk/query/roles'
import { display } from '../../fields/display'
import type { Field, Form, Page } from '../../fields/types'
import type { I18n } from '../../i18n/I18n'
import { tokens } from '../../runtime/pointer'
import { isPage, pathOf, walk } from '../form/tree'
import { useSpeech } from '../pipeline/editing'
import { type Names, useForm, usePipelineNames } from '../pipeline/names'
import type { Pipeline, Step } from '../pipeline/types'
import { durationIn, useWords, type Words } from '../pipeline/words'

/** Says the steps of scenarios in the reader's language. */
export interface StepWords {
  /** Whose act it is; "" for what nobody does: time that passes, a check that is prepared. */
  who: (step: Step) => string
  act: (step: Step) => string
  /** What must come of it, a sentence for each. */
  expects: (step: Step) => string[]
  stage: (key: string) => string
  message: (key: string) => string
}

interface Source {
  i18n: I18n
  p: Pipeline
  form: Form | undefined
  words: Words
  role: (key: string) => string
}

/** Pages and fields by the names that steps have for them. */
export function placesIn(form: Form | undefined): Map<string, Page | Field> {
  const places = new Map<string, Page | Field>()
  if (form) walk(form, (spot) => void places.set(isPage(spot.node) ? `page ${spot.node.key}` : pathOf(spot).replaceAll('[]', ''), spot.node))
  return places
}

const nothing = { known: () => undefined }

function placeWords({ i18n, form }: Source) {
  const places = placesIn(form)
  const named = (name: string, key: string): string => {
    const node = places.get(name)
    return (node && i18n.text(isPage(node) ? node.title : node.label)) || key
  }
  const value = (field: Page | Field | undefined, given: unknown): string => {
    if (given === null || given === '') return i18n.t('tryout.nothing')
    const shown = field && !isPage(field) && !field.fields ? display(field, given, { i18n, files: nothing }) : undefined
    return (shown ?? (typeof given === 'string' ? given : JSON.stringify(given))).replaceAll('\n', ', ')
  }
  return {
    field: (pointer: string) => named(tokens(pointer).filter((token) => !/^\d+$/.test(token)).join('.'), pointer),
    page: (key: string) => named(`page ${key}`, key),
    answers: (given: Record<string, unknown>) => Object.entries(given).map(([key, each]) => i18n.t('tryout.answer', { field: named(key, key), value: value(places.get(key), each) })),
  }
}

/** Acts that are the same in every pipeline; any other is a verb of this one. */
const acts = ['start', 'save', 'upload', 'remove', 'sign', 'claim', 'release', 'note', 'request', 'judge', 'wait', 'check']

function actWords(source: Source) {
  const { i18n, words, p } = source
  const place = placeWords(source)
  const { t, find, list, text, number } = i18n
  const gaps = (step: Step): Record<string, string> => ({
    page: step.page ? place.page(step.page) : '',
    field: step.field ? place.field(step.field) : '',
    file: find(`tryout.file.${step.file ?? ''}`) ?? step.file ?? '',
    items: list((step.items ?? []).map(place.field)),
    note: step.note ?? '',
    time: step.for ? durationIn(i18n, step.for) : '',
    check: text(p.checks?.find((c) => c.key === step.check)?.title) || (step.check ?? ''),
    result: find(`tryout.result.${step.result ?? ''}`) ?? step.result ?? '',
  })
  const keyOf = (step: Step): string => (step.do === 'judge' ? `judge.${step.verdict ?? 'accepted'}` : step.do === 'save' && !step.page ? 'save.none' : step.do)
  const reasonOf = (key: string): string => text(p.reasons?.find((r) => r.key === key)?.label) || key
  const main = (step: Step): string =>
    (acts.includes(step.do) ? find(`tryout.does.${keyOf(step)}`, gaps(step)) : undefined) ?? t('tryout.does.verb', { verb: words.verb(step.do) })
  return (step: Step): string => {
    const more = [
      ...(step.case && step.case > 1 ? [t('tryout.case', { n: number(step.case) })] : []),
      ...place.answers(step.answers ?? {}),
      ...(step.reason ? [t('tryout.reason', { reason: reasonOf(step.reason) })] : []),
      ...(step.note && step.do !== 'note' ? [t('tryout.note', { note: step.note })] : []),
    ]
    return more.length > 0 ? t('tryout.withMore', { act: main(step), more: more.join(' · ') }) : main(step)
  }
}

/** What people call a fault that a step is refused with. */
const faultIn = ({ find }: I18n, key: string): string => find(`tryout.fault.${key.replaceAll('.', '_')}`) ?? key

function expectWords(source: Source, stage: (key: string) => string, message: (key: string) => string) {
  const { i18n } = source
  const { t, list } = i18n
  const place = placeWords(source)
  return ({ expect = {} }: Step): string[] => [
    ...(expect.refused ? [t('tryout.expects.refused', { fault: faultIn(i18n, expect.refused) })] : []),
    ...(expect.stage ? [t('tryout.expects.stage', { stage: stage(expect.stage) })] : []),
    ...(expect.messages?.length ? [t('tryout.expects.messages', { messages: list(expect.messages.map(message)) })] : []),
    ...(expect.messages?.length === 0 ? [t('tryout.expects.silent')] : []),
    ...(expect.owed?.length ? [t('tryout.expects.owed', { items: list(expect.owed.map(place.field)) })] : []),
  ]
}

function whoIn({ i18n: { t, number }, role }: Source, step: Step): string {
  if (!step.as) return ''
  return step.as === 'applicant' ? t('flow.by.applicant') : t('tryout.person', { role: role(step.as), n: number(step.person ?? 1) })
}

/** The words of the steps of a pipeline with its form. */
export function stepWords(source: Source): StepWords {
  const { p, i18n } = source
  const stage = (key: string): string => i18n.text(p.stages.find((s) => s.key === key)?.name) || key
  const message = (key: string): string => i18n.text(p.messages?.find((m) => m.key === key)?.subject) || key
  return { who: (step) => whoIn(source, step), act: actWords(source), expects: expectWords(source, stage, message), stage, message }
}

/** The words of a pipeline that its editor has made already. */
export function useStepWordsOf(p: Pipeline, words: Words): StepWords {
  const i18n = useSpeech()
  const form = useForm(p.form)
  const { nameOf } = useRoleNames()
  return useMemo(() => stepWords({ i18n, p, form, words, role: nameOf }), [i18n, p, form, words, nameOf])
}

/** All words that speak of a pipeline, where no editor is open. */
export function usePipelineWords(p: Pipeline): { names: Names; words: Words; steps: StepWords } {
  const names = usePipelineNames(p)
  const words = useWords(p, names)
  return { names, words, steps: useStepWordsOf(p, words) }
}
