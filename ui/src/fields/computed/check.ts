import { isDate } from '../date/check'
import { textSetting } from '../settings'
import type { Field, FieldCheck, RuleType } from '../types'
import { wrong } from '../violation'

/** The result of the formula. People never type it. */
export const computedCheck: FieldCheck = {
  name: 'computed',
  ruleType: resultOf,
  clean: (_, raw) => (typeof raw === 'number' ? raw + 0 : raw === '' ? null : (raw ?? null)),
  check: (f, value) => (value === null || value === undefined || isResult(resultOf(f), value) ? [] : wrong('type')),
}

function resultOf(f: Field): RuleType {
  const result = textSetting(f, 'result')
  return result === 'number' || result === 'text' || result === 'bool' || result === 'date' ? result : 'any'
}

function isResult(type: RuleType, value: unknown): boolean {
  switch (type) {
    case 'number':
      return Number.isFinite(value)
    case 'text':
      return typeof value === 'string'
    case 'bool':
      return typeof value === 'boolean'
    case 'date':
      return typeof value === 'string' && isDate(value)
    default:
      return Number.isFinite(value) || typeof value === 'string' || typeof value === 'boolean'
  }
}
