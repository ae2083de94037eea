// What checks spare, as builder/form/reads_test.go has it.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { compileForm, loadForm, resolve, visiblePlaces } from '.'
import { isRequired } from './state'
import type { Answers } from './types'
import { cel } from '../rule/cel'

interface Case { checks?: Answers; answers: Answers; visible: string[]; required: string[] }

const file = fileURLToPath(new URL('../../../../schemas/testdata/answers/spared.json', import.meta.url))
const { form, cases } = JSON.parse(readFileSync(file, 'utf8')) as { form: unknown; cases: Case[] }

test.each(cases.map((each, i) => [i, each] as const))('case %i', (_, { checks, answers, visible, required }) => {
  const state = resolve(compileForm(loadForm(form), cel), { answers, facts: checks && { checks }, today: '2026-03-15' })
  const shown = visiblePlaces(state)
  expect(shown).toEqual(visible)
  expect(shown.filter((at) => isRequired(state, at))).toEqual(required)
})
