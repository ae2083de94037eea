import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Field, Form } from '../../fields/types'
import { begin, type History, receive, record, redo, undo } from '../document/history'
import { equal, type Json } from '../document/json'
import { merge } from '../document/merge'
import * as commands from './commands'
import { chosen, link, reaches, replaceByLink, sectionFrom, unlink, update } from './linking'
import { detached, isCopy, isLocked, isOpen, linksOf } from './section'
import { rulesOf } from './uses'
import { find, ids, isPage, pathOf } from './tree'
import { numbers } from '../document/numbers'
import { addLocale, removeLocale } from '../translations/commands'

const shipped = (name: string): Form =>
  (JSON.parse(readFileSync(new URL(`../../../../schemas/templates/${name}.json`, import.meta.url), 'utf8')) as { forms: Form[] }).forms[0]!

const types = ['text', 'money', 'select', 'repeat', 'group', 'date', 'file', 'radio', 'boolean']

/** Two versions of a section: a field has another key, another is gone, one is new. */
const versions = [1, 2].map((n): Form => ({
  key: 'address', title: { 'pt-BR': 'Endereço', en: 'Address' }, locales: ['pt-BR', 'en'], defaultLocale: 'pt-BR', section: true,
  pages: [{ id: 'p', key: 'page', title: { en: 'Address' }, fields: [
    { id: 'a', key: n === 1 ? 'street' : 'road', type: 'text', label: { en: 'Street', 'pt-BR': 'Rua' } },
    { id: `b${n}`, key: 'more', type: 'text', label: { en: 'More' }, visibleWhen: { cel: `has(answers.${n === 1 ? 'street' : 'road'}) && "answers.street" != ""` } },
    { id: 'c', key: 'rooms', type: 'repeat', label: { en: 'Rooms' }, fields: [
      { id: 'd', key: 'size', type: 'number', label: { en: 'Size' }, visibleWhen: { query: { combinator: 'and', rules: [{ field: 'more', operator: 'notEmpty' }] } } },
    ] },
  ] }],
}))

/** The command that makes a section of what may be one. */
function made(form: Form, what: ReturnType<typeof chosen>): commands.FormCommand | undefined {
  if (typeof what === 'string' || reaches(form, what).length > 0) return undefined
  const section = sectionFrom(form, what, { key: `made_${sections.length}`, title: 'Made', locale: form.defaultLocale })
  sections.push(section)
  return replaceByLink(form, what, section)
}

const sections: Form[] = [...versions]

/** Whether each link holds what some version of its section says. */
function areCopies(form: Form): boolean {
  return linksOf(form).every(({ field, place }) =>
    sections.some((section) => section.key === field.section && isCopy(field.fields ?? [], section, { link: field.id, place, locales: form.locales })),
  )
}

/** Some command that the form allows, or none. */
function anyCommand(form: Form, random: () => number): commands.FormCommand | undefined {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  const all = ids(form).filter((id) => !isLocked(form, id))
  const links = linksOf(form).filter(({ field }) => field.section === 'address').map(({ field }) => field.id)
  const some = (): string[] => [pick(all), ...(random() < 0.3 ? [pick(all)] : [])]
  const parents = all.filter((id) => find(form, id)!.node.fields && isOpen(form, id))
  const slot = { parent: random() < 0.2 ? '' : pick(parents), index: Math.floor(random() * 5) }
  const name = { key: 'builder.step.add' }
  const label = { [form.defaultLocale]: `Campo ${Math.floor(random() * 9)}` }
  const kinds: (() => commands.FormCommand | undefined)[] = [
    () => commands.insert([commands.newField(form, pick(types), label)], slot, name),
    () => commands.insert(some().map((id) => detached(form, id)), slot, name),
    () => (links.length < 5 ? link(form, pick(versions), { ...slot, parent: pick(parents) }) : undefined),
    () => (links.length > 0 ? update(form, pick(links), pick(versions)) : undefined),
    () => (links.length > 0 && random() < 0.3 ? unlink(form, pick(links)) : undefined),
    () => made(form, chosen(form, some())),
    () => commands.move(form, some(), slot),
    () => (all.length > 12 ? commands.remove(form, some()) : undefined),
    () => commands.duplicate(form, some()),
    () => commands.set(form, pick(all), ['hint', pick(form.locales)], `hint ${Math.floor(random() * 99)}`),
    () => commands.set(form, pick(all), ['config', 'max'], random() < 0.3 ? undefined : Math.floor(random() * 99)),
    () => commands.rename(form, pick(all), `key_${Math.floor(random() * 30)}`),
    () => commands.convert(form, pick(all), pick(types)),
    () => addLocale(pick(['fr', 'de'])),
    () => removeLocale(pick(['fr', 'de', 'es'])),
  ]
  return pick(kinds)()
}

function apply(h: History<Form, string[]>, command: commands.FormCommand, at: number): History<Form, string[]> {
  const { after, selection } = command.run(h.present)
  return record(h, { name: command.name, after, to: selection ?? h.selection, place: command.place, at })
}

describe.each(['pf-account', 'pj-account'])('the history of %s', (name) => {
  it.each([1, 2, 3, 4, 5])('gives back what was before 200 changes, and after them (seed %i)', (seed) => {
    const random = numbers(seed)
    const start = shipped(name)
    const kept = JSON.stringify(start)
    let h = begin<Form, string[]>(start, [])
    while (h.past.length < 200) {
      const command = anyCommand(h.present, random)
      if (command) h = apply(h, command, h.past.length * (random() < 0.2 ? 1 : 10_000))
      if (h.past.length % 40 === 0) expect(areCopies(h.present), h.past.at(-1)?.name.key).toBe(true)
    }
    const end = JSON.stringify(h.present)
    const all = ids(h.present)
    expect(new Set(all).size).toBe(all.length)
    while (h.past.length > 0) h = undo(h).history
    expect(JSON.stringify(h.present)).toBe(kept)
    while (h.future.length > 0) h = redo(h).history
    expect(JSON.stringify(h.present)).toBe(end)
  }, 30_000)

  it('keeps what others did when a step is taken back', () => {
    const base = shipped(name)
    const [first, second] = base.pages[0]!.fields as [Field, Field]
    let h = apply(begin<Form, string[]>(base, []), commands.set(base, first.id, ['hint', 'en'], 'Ours'), 0)
    const theirs = commands.set(base, second.id, ['hint', 'en'], 'Theirs').run(base).after
    h = receive(h, base, theirs).history
    h = undo(h).history
    expect(find(h.present, first.id)!.node).toEqual(first)
    expect((find(h.present, second.id)!.node as Field).hint?.en).toBe('Theirs')
  })
})

describe('merging', () => {
  it.each(Array.from({ length: 60 }, (_, i) => i))('loses no change without saying so (seed %i)', (seed) => {
    const random = numbers(seed)
    const base = shipped('pj-account')
    const side = (): Form => {
      let form = base
      for (let n = 0; n < 6; n++) form = anyCommand(form, random)?.run(form).after ?? form
      return form
    }
    const [ours, theirs] = [side(), side()]
    const { merged, conflicts } = merge(base, ours, theirs)
    const all = ids(merged)
    expect(new Set(all).size).toBe(all.length)
    const told = new Set(conflicts.map((c) => c.node))
    for (const [mine, other] of [[ours, theirs], [theirs, ours]] as const) {
      for (const id of ids(mine)) {
        const [was, is] = [find(base, id)?.node, find(mine, id)!.node]
        const isDeletedByOther = was && !find(other, id)
        if (isDeletedByOther || told.has(id)) continue
        const now = find(merged, id)?.node as unknown as Record<string, Json>
        expect(now, `${id} is still there`).toBeDefined()
        for (const key of ['type', 'label', 'title', 'key'] as const) {
          const value = (is as unknown as Record<string, Json>)[key]
          if (equal((was as unknown as Record<string, Json> | undefined)?.[key], value)) continue
          const theirValue = (find(other, id)?.node as unknown as Record<string, Json> | undefined)?.[key]
          const isSame = equal((was as unknown as Record<string, Json> | undefined)?.[key], theirValue)
          if (isSame) expect(now[key], `${key} of ${id}`).toEqual(value)
        }
      }
    }
  })

  it('keeps a field that one side moved and the other renamed, once, with both changes', () => {
    const base = shipped('pf-account')
    const [from, to] = [base.pages[0]!, base.pages[1]!]
    const id = from.fields[0]!.id
    const ours = commands.move(base, [id], { parent: to.id, index: 0 })!.run(base).after
    const theirs = commands.set(base, id, ['label', 'en'], 'Renamed').run(base).after
    const { merged, conflicts } = merge(base, ours, theirs)
    expect(conflicts).toEqual([])
    expect(find(merged, id)!.above[0]!.id).toBe(to.id)
    expect((find(merged, id)!.node as Field).label!.en).toBe('Renamed')
  })

  it('keeps a field that one side deleted and the other changed, and says so', () => {
    const base = shipped('pf-account')
    const id = base.pages[0]!.fields[0]!.id
    const ours = commands.remove(base, [id]).run(base).after
    const theirs = commands.set(base, id, ['label', 'en'], 'Needed').run(base).after
    const { merged, conflicts } = merge(base, ours, theirs)
    expect(find(merged, id)).toBeDefined()
    expect(conflicts.map((c) => c.node)).toEqual([id])
  })

  it('puts no group into itself', () => {
    const base = shipped('pj-account')
    const page = base.pages[0]!
    const group = (label: string): Field => ({ ...commands.newField(base, 'group', { en: label }), key: label })
    const start = commands.insert([group('a'), group('b')], { parent: page.id, index: 0 }, { key: 'x' }).run(base).after
    const [a, b] = start.pages[0]!.fields as [Field, Field]
    const ours = commands.move(start, [a.id], { parent: b.id, index: 0 })!.run(start).after
    const theirs = commands.move(start, [b.id], { parent: a.id, index: 0 })!.run(start).after
    const { merged } = merge(start, ours, theirs)
    expect(ids(merged).sort()).toEqual(ids(start).sort())
  })
})

describe('renaming', () => {
  it('is followed by every rule', () => {
    const form = shipped('pf-account')
    const before = rulesOf(form).length
    let renamed = form
    for (const id of ids(form)) {
      const key = `${find(form, id)!.node.key}`.slice(0, 30)
      renamed = commands.rename(renamed, id, `${key}_new`)?.run(renamed).after ?? renamed
    }
    const names = new Set(ids(renamed).map((id) => pathOf(find(renamed, id)!)))
    const queries = rulesOf(renamed).filter(({ rule }) => rule.query)
    expect(queries.length).toBeGreaterThan(5)
    expect(rulesOf(renamed)).toHaveLength(before)
    const reads = JSON.stringify(queries.map(({ rule }) => rule)).match(/"field":"([^"]+)"/g) ?? []
    for (const read of reads) {
      const path = read.slice(9, -1)
      if (/^(previous|checks|case)\./.test(path)) continue
      expect(names, path).toContain(path)
    }
    expect(isPage(renamed.pages[0]!)).toBe(true)
  })
})
