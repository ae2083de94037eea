import { describe, expect, it } from 'vitest'
import type { Field, Form, Rule } from '../../fields/types'
import type { Draft } from '../document/draft'
import { copied, pasted } from './clipboard'
import * as commands from './commands'
import { type Chosen, chosen, isAsChosen, link, reaches, replaceByLink, sectionFrom, update } from './linking'
import { copyOf, isCopy, linksOf } from './section'
import { sectionActionsOf } from './sections/actions'
import { find } from './tree'

const isAnswered = (field: string): Rule => ({ query: { combinator: 'and', rules: [{ field, operator: 'notEmpty' }] } })
const ask = (id: string, more: Partial<Field> = {}): Field => ({ id, key: id, type: 'text', label: { en: id }, ...more })

const form: Form = {
  key: 'visit', title: { en: 'Visit' }, locales: ['en'], defaultLocale: 'en',
  pages: [{ id: 'p', key: 'page', title: { en: 'Page' }, fields: [
    ask('name'),
    ask('street'),
    ask('city', { visibleWhen: isAnswered('street') }),
    ask('doctor', { requiredWhen: isAnswered('name'), visibleWhen: { cel: 'answers.city != "answers.city"' } }),
    ask('kids', { type: 'repeat', fields: [ask('age'), ask('school', { visibleWhen: { cel: 'has(row.age) && has(answers.name)' } })] }),
  ] }],
}

const section: Form = {
  key: 'address', title: { en: 'Address' }, locales: ['en'], defaultLocale: 'en', section: true,
  pages: [{ id: 'q', key: 'page', title: { en: 'Address' }, fields: [ask('road'), ask('door', { visibleWhen: { cel: 'has(answers.road)' } })] }],
}

const may = (ids: string[]): Chosen => chosen(form, ids) as Chosen
const linkOf = (after: Form): Field & { section: string } => linksOf(after)[0]!.field

describe('a section of what is selected', () => {
  it('is refused with what it reads of others', () => {
    expect(reaches(form, may(['street', 'city']))).toEqual([])
    expect(reaches(form, may(['city', 'doctor']))).toEqual([{ node: 'city', path: 'street' }, { node: 'doctor', path: 'name' }])
    expect(reaches(form, may(['kids']))).toEqual([{ node: 'school', path: 'name' }])
    expect(reaches(form, may(['school']))).toEqual([{ node: 'school', path: 'kids[].age' }, { node: 'school', path: 'name' }])
  })

  it('is made of neighbours alone', () => {
    expect(chosen(form, [])).toBe('none')
    expect(chosen(form, ['p'])).toBe('pages')
    expect(chosen(form, ['name', 'age'])).toBe('apart')
    const after = link(form, section, { parent: 'p', index: 0 }).run(form).after
    expect(chosen(after, [linkOf(after).id])).toBe('linked')
  })

  it('is followed by the rules that name its answers', () => {
    const what = may(['street', 'city'])
    const made = sectionFrom(form, what, { key: 'where', title: 'Where', locale: 'en' })
    const { after, selection } = replaceByLink(form, what, made).run(form)
    const { field, place } = linksOf(after)[0]!
    expect(selection).toEqual([field.id])
    expect(isCopy(field.fields!, made, { link: field.id, place, locales: ['en'] })).toBe(true)
    expect(after.pages[0]!.fields.map((each) => each.key)).toEqual(['name', 'where', 'doctor', 'kids'])
    expect((find(after, 'doctor')!.node as Field).visibleWhen).toEqual({ cel: 'answers.where.city != "answers.city"' })
    expect(field.fields![1]!.visibleWhen).toEqual(isAnswered('where.street'))
  })
})

describe('a section that is made while others work', () => {
  const whole = { ...form, pages: [{ ...form.pages[0]!, fields: [...form.pages[0]!.fields, ask('home', { type: 'group', fields: [ask('zip'), ask('town')] })] }] }

  it.each([['street', 'city'], ['home']])('leaves what they changed or took away: %s', (...ids) => {
    const what = chosen(whole, ids) as Chosen
    const made = sectionFrom(whole, what, { key: 'where', title: 'Where', locale: 'en' })
    const inner = what.fields.at(-1)!.id
    const theirs = [commands.set(whole, inner, ['hint', 'en'], 'Theirs').run(whole).after, commands.remove(whole, [inner]).run(whole).after, commands.remove(whole, [what.ids[0]!]).run(whole).after]
    for (const present of theirs) {
      expect(isAsChosen(present, what)).toBe(false)
      expect(replaceByLink(present, what, made).run(present).after).toBe(present)
    }
    const beside = commands.set(whole, 'name', ['hint', 'en'], 'Theirs').run(whole).after
    expect(isAsChosen(structuredClone(beside), what)).toBe(true)
  })
})

describe('the texts of a section that is made', () => {
  const spoken: Form = {
    ...form, locales: ['en', 'es', 'ar'], outdated: { es: ['home/label', 'name/label', 'zip/label'] },
    pages: [{ ...form.pages[0]!, fields: [ask('name', { label: { en: 'Name', es: 'Nombre' } }), ask('home', { type: 'group', label: { en: 'Home', es: 'Casa' }, fields: [ask('zip', { label: { en: 'Zip', es: 'Código' } })] })] }],
  }
  const made = (ids: string[], title: string, locale: string): Form => sectionFrom(spoken, chosen(spoken, ids) as Chosen, { key: 'made', title, locale })

  it('are called as was written, in that language alone', () => {
    expect(made(['name'], 'Who', 'en').title).toEqual({ en: 'Who' })
    expect(made(['name'], 'Quién', 'es').title).toEqual({ en: 'Quién', es: 'Quién' })
    expect(made(['home'], 'Hogar', 'es').title).toEqual({ en: 'Home', es: 'Hogar' })
    expect(made(['home'], 'Home', 'ar').title).toEqual({ en: 'Home', es: 'Casa' })
    const what = chosen(spoken, ['name']) as Chosen
    expect(linkOf(replaceByLink(spoken, what, made(['name'], 'Who', 'en')).run(spoken).after).label).toEqual({ en: 'Who' })
  })

  it('are outdated where they were, or where their source is called otherwise now', () => {
    const home = made(['home'], 'Home', 'en')
    const [page] = home.pages
    expect(home.outdated).toEqual({ es: ['title', `${page!.id}/title`, `${page!.fields[0]!.id}/label`].sort() })
    expect(made(['home'], 'Hogar', 'es').outdated).toEqual({ es: [expect.stringMatching(/\/label$/)] })
    const fresh = { ...spoken, outdated: undefined } as unknown as Form
    expect(sectionFrom(fresh, chosen(fresh, ['home']) as Chosen, { key: 'made', title: 'House', locale: 'en' }).outdated?.es).toContain('title')
    expect(sectionFrom(fresh, chosen(fresh, ['home']) as Chosen, { key: 'made', title: 'Home', locale: 'en' }).outdated).toBeUndefined()
  })
})

describe('a link', () => {
  const slot = { parent: 'kids', index: 2 }
  const linked = link(form, section, slot).run(form).after

  it('reads of its own row', () => {
    expect(linkOf(linked).fields!.map((field) => field.visibleWhen?.cel)).toEqual([undefined, 'has(row.address.road)'])
  })

  it('is carried with its rules, to another place and to another form', () => {
    const { id } = linkOf(linked)
    const out = commands.move(linked, [id], { parent: 'p', index: 0 })!.run(linked).after
    expect(linkOf(out).fields![1]!.visibleWhen!.cel).toBe('has(answers.address.road)')
    const twice = commands.duplicate(linked, ['kids']).run(linked).after
    expect(linksOf(twice).map(({ place }) => place)).toEqual(['kids[].address', 'kids_2[].address'])
    expect(new Set(linksOf(twice).map(({ field }) => field.fields![0]!.id)).size).toBe(2)
    const put = commands.insert(pasted(copied(linked, [id]))!, { parent: 'p', index: 0 }, { key: 'x' }).run(form).after
    const { field, place } = linksOf(put)[0]!
    expect(field.fields).toEqual(copyOf(section, { link: field.id, place, locales: ['en'] }))
  })

  it('takes nothing in and gives nothing away', () => {
    const { id, fields } = linkOf(linked)
    expect(commands.move(linked, ['name'], { parent: id, index: 0 })).toBeUndefined()
    expect(commands.move(linked, [fields![0]!.id], { parent: 'p', index: 0 })).toBeUndefined()
  })

  it('keeps long keys that are free, and those of its section always', () => {
    const long = 'a'.repeat(40)
    const wide: Form = { ...section, pages: [{ ...section.pages[0]!, fields: [ask('road', { key: long })] }] }
    const put = link(form, wide, { parent: 'p', index: 0 }).run(form).after
    const named = commands.rename(put, linkOf(put).id, `b${long.slice(1)}`)!.run(put).after
    const moved = commands.move(named, [linkOf(named).id], { parent: 'p', index: 4 })!.run(named).after
    expect(linkOf(moved).key).toBe(`b${long.slice(1)}`)
    expect(linkOf(moved).fields!.map((field) => field.key)).toEqual([long])
    const twice = commands.duplicate(moved, [linkOf(moved).id]).run(moved).after
    expect(linksOf(twice).map(({ field }) => [field.key.length, field.fields![0]!.key])).toEqual([[40, long], [36, long]])
  })

  it('leaves to its section what several are set to', () => {
    const { id, fields } = linkOf(linked)
    const set = commands.setAll(linked, ['name', id, fields![0]!.id], 'required', true).run(linked).after
    expect(['name', id, fields![0]!.id].map((each) => (find(set, each)!.node as Field).required)).toEqual([true, true, undefined])
  })

  it('is taken along whole, with what is in it selected too; a part of it alone is not', () => {
    const asked: unknown[] = []
    const draft = { get: () => ({ history: { present: linked, selection: [] } }) } as unknown as Draft<Form>
    const desk = { draft, t: (key: string) => key, announce: () => undefined, ask: (what: unknown) => void asked.push(what), section: () => Promise.resolve(undefined), complain: () => undefined }
    const { areFree } = sectionActionsOf(desk, { names: String, place: String })
    const { id, fields } = linkOf(linked)
    expect(areFree(['name', id, ...fields!.map((field) => field.id)])).toBe(true)
    expect(areFree(['name', fields![1]!.id])).toBe(false)
    expect(asked).toEqual([{ kind: 'locked', id: fields![1]!.id }])
  })

  it('is named anew where its field has another key, in rows too', () => {
    const { id } = linkOf(linked)
    const reading = commands.set(linked, 'school', ['visibleWhen'], { cel: 'has(row.address.road) || answers.kids.exists(k, has(k.address.road))' }).run(linked).after
    const newer: Form = { ...section, pages: [{ ...section.pages[0]!, fields: [{ ...ask('road'), key: 'street' }] }] }
    const after = update(reading, id, newer).run(reading).after
    expect((find(after, 'school')!.node as Field).visibleWhen!.cel).toBe('has(row.address.street) || answers.kids.exists(k, has(k.address.street))')
  })
})
