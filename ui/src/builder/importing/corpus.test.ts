import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import type { JsonObject } from '../document/json'
import { find, ids, pathOf } from '../form/tree'
import { importSchema } from './jsonSchema'

// The same files are read by builder/form, which says whether each form that came out may be published.
const folder = fileURLToPath(new URL('../../../../schemas/testdata/import/', import.meta.url))
const files = readdirSync(folder).filter((file) => file.endsWith('.json'))

interface Case {
  schema: JsonObject
  uiSchema?: JsonObject
  form?: unknown
  notes?: unknown
}

it('has twenty styles', () => expect(files.length).toBeGreaterThanOrEqual(20))

it.each(files)('takes %s, or says what it cannot take', (file) => {
  const { form: _form, notes: _notes, ...given } = JSON.parse(readFileSync(folder + file, 'utf8')) as Case
  const imported = importSchema({ ...given, locale: 'en' })!
  const form = structuredClone(imported.form)
  for (const id of ids(form)) {
    const spot = find(form, id)!
    spot.node.id = pathOf(spot) || spot.node.key
  }
  const now = JSON.parse(JSON.stringify({ ...given, form, notes: imported.notes })) as Case
  if (process.env.UPDATE_IMPORT) writeFileSync(folder + file, `${JSON.stringify(now, null, 2)}\n`)
  expect(now).toEqual(JSON.parse(readFileSync(folder + file, 'utf8')))
})

it('refuses what is no schema of an object', () => {
  expect(importSchema({ schema: { type: 'string' }, locale: 'en' })).toBeUndefined()
})
