// The server's verdicts on forms and answers, written by builder/form/corpus_test.go: the browser must agree with all of
// them. FORM_CORPUS names a file of random ones; without it the kept ones run.
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { Violation } from '../../fields/types'
import { cleanAnswers, compileForm, loadForm, progress, prune, resolve, validate, visiblePages, visiblePlaces } from '.'
import { isRequired } from './state'
import { validateSchema } from './schema'
import type { Answers, Compiled, State } from './types'
import { cel } from '../rule/cel'

interface Case {
  answers: Answers
  previous?: Answers
  today: string
  conforms: boolean
  failing: string[]
  clean: Answers
  visible: string[] | null
  required: string[]
  pages: string[] | null
  pruned: Answers
  dropped: string[] | null
  violations: { path: string; key: string; severity: string }[]
  progress: unknown
}

interface Sample {
  form: unknown
  schema: unknown
  cases: Case[]
}

const folder = fileURLToPath(new URL('../../../../schemas/testdata/answers/', import.meta.url))
const kept = readdirSync(folder).filter((name) => /^form-.*\.json$/.test(name)).map((name) => folder + name)
const files = process.env.FORM_CORPUS ? [process.env.FORM_CORPUS] : kept
const samples = files.flatMap((file) => JSON.parse(readFileSync(file, 'utf8')) as Sample[])

test.each(samples.map((sample, i) => [i, sample] as const))('form %i', (_, sample) => {
  const form = compileForm(loadForm(sample.form), cel)
  let last: State | undefined
  for (const c of sample.cases) {
    const got = verdict(form, sample.schema, c)
    expect(got, JSON.stringify(c.answers)).toEqual(wanted(c))
    last = sameStepByStep(form, c, last)
  }
})

function stateOf(form: Compiled, c: Case, before?: State): State {
  const facts = c.previous ? { previous: c.previous } : undefined
  return resolve(form, { answers: c.answers, facts, today: c.today }, before)
}

function verdict(form: Compiled, schema: unknown, c: Case) {
  const state = stateOf(form, c)
  const failing = [...new Set(validateSchema(schema, c.answers).map((v) => v.path))].sort()
  return { ...seen(state), conforms: failing.length === 0, failing, clean: cleanAnswers(form, c.answers).clean }
}

function seen(state: State) {
  const visible = visiblePlaces(state)
  const { answers, dropped } = prune(state)
  return {
    visible,
    required: visible.filter((path) => isRequired(state, path)),
    pages: visiblePages(state),
    pruned: answers,
    dropped,
    violations: validate(state).map(({ path, key, severity }: Violation) => ({ path, key, severity })),
    progress: progress(state),
  }
}

function wanted({ answers: _, previous: __, today: ___, ...c }: Case) {
  return { ...c, visible: c.visible ?? [], pages: c.pages ?? [], dropped: c.dropped ?? [] }
}

/** Changing answers one by one must end where looking at all of them at once does. */
function sameStepByStep(form: Compiled, c: Case, before: State | undefined): State {
  let state = before && before.view.facts === undefined && !c.previous ? before : stateOf(form, { ...c, answers: {} })
  const target = c.answers
  let answers: Record<string, unknown> = { ...state.view.answers }
  for (const key of new Set([...Object.keys(answers), ...Object.keys(target)])) {
    answers = { ...answers, [key]: target[key] }
    if (target[key] === undefined) delete answers[key]
    state = resolve(form, { ...state.view, answers }, state)
  }
  expect(seen(state), `step by step ${JSON.stringify(target)}`).toEqual(seen(stateOf(form, c)))
  return state
}
