import { checkCount, isObject } from '../answers'
import { numberSetting } from '../settings'
import type { FieldCheck } from '../types'
import { at, wrong } from '../violation'

const rowLimit = 100

/** A list of rows. It looks at the shape only: the form cleans and checks the members. */
export const repeatCheck: FieldCheck = {
  name: 'repeat',
  ruleType: () => 'repeat',
  clean: (_, raw) => (Array.isArray(raw) && raw.length === 0 ? null : (raw ?? null)),
  check: (f, value) => {
    if (value === null || value === undefined) return []
    if (!Array.isArray(value)) return wrong('type')
    const found = value.flatMap((row, i) => (isObject(row) ? [] : at(`/${i}`, wrong('type'))))
    return [...found, ...checkCount(value.length, numberSetting(f, 'min'), numberSetting(f, 'max') ?? rowLimit)]
  },
  repeats: true,
}
