import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Field, Form } from '../../fields/types'
import { update } from './linking'
import { copyOf, isCopy, linksOf } from './section'

interface Case {
  says: string
  section: Form
  link: Field
  path: string
  locales: string[]
  copy?: Field[]
  stands?: boolean
  form?: Form
  updated?: Form
}

const folder = new URL('../../../../schemas/testdata/sections/', import.meta.url)
const cases = readdirSync(folder).map((file) => [file, JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Case] as const)

// Go reads the same cases in builder/form/section_test.go.
describe('sections', () => {
  it.each(cases.filter(([, each]) => each.copy))('are copied: %s', (_, { section, link, path, locales, copy }) => {
    const at = { link: link.id, place: path, locales }
    expect(copyOf(section, at)).toEqual(copy)
    expect(isCopy(copy!, section, at)).toBe(true)
  })

  it.each(cases.filter(([, each]) => each.stands !== undefined))('stand at a version or do not: %s', (_, { section, link, path, locales, stands }) => {
    expect(isCopy(link.fields ?? [], section, { link: link.id, place: path, locales })).toBe(stands)
  })

  it.each(cases.filter(([, each]) => each.updated))('are brought up to date: %s', (_, { section, form, updated }) => {
    const links = linksOf(form!).filter(({ field }) => field.section === section.key)
    expect(links.reduce((now, { field }) => update(now, field.id, section).run(now).after, form!)).toEqual(updated)
  })
})
