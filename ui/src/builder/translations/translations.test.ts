import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Form } from '../../fields/types'
import type { Command } from '../document/draft'
import { begin, type History, record, undo } from '../document/history'
import { textAt, textsOf, type Worded } from '../document/texts'
import type { Pipeline } from '../pipeline/types'
import * as commands from './commands'
import { fromCsv, toCsv } from './csv'
import { planOf, stillOpen, tableOf } from './exchange'
import { isMissing, matches, progressOf, rowAt, rowsOf } from './rows'

const form: Form = {
  key: 'visit', title: { en: 'Visit', es: 'Visita' }, locales: ['en', 'es', 'ar'], defaultLocale: 'en',
  pages: [
    { id: 'p1', key: 'you', title: { en: 'You' }, fields: [
      { id: 'f1', key: 'name', type: 'text', label: { en: 'Name', es: 'Nombre' }, hint: {} },
      { id: 'f2', key: 'born', type: 'date', label: { en: 'Born', es: 'Nacido' } },
    ] },
  ],
}

const pipeline = (JSON.parse(readFileSync(new URL('../../../../schemas/templates/pf-account.json', import.meta.url), 'utf8')) as { pipelines: [Pipeline] }).pipelines[0]

const row = (whole: Worded, address: string) => rowsOf(whole).find((each) => each.address === address)!

let clock = 0
const step = <D extends object>(h: History<D, string[]>, { name, run, place, judges }: Command<D>): History<D, string[]> =>
  record(h, { name, after: run(h.present).after, to: [], place, judges, at: (clock += 10_000) })

const done = <D extends object>(start: D, ...steps: ((d: D) => Command<D>)[]): D => steps.reduce((h, make) => step(h, make(h.present)), begin<D, string[]>(start, [])).present

const write = (address: string, locale: string, value: string) => (f: Form): Command<Form> => commands.setText(row(f, address), locale, { value, name: 'x' })

describe('csv', () => {
  it.each([[[['a', 'b,"c"'], ['x\ny', '']]], [[['á', ' ; '], ['1', '2']]]])('reads what it wrote: %j', (rows) => {
    expect(fromCsv(toCsv(rows))).toEqual(rows)
  })

  it('reads what spreadsheets write', () => {
    expect(fromCsv('\uFEFFid;en\r\n"a;b";"say ""hi"""\r\n')).toEqual([['id', 'en'], ['a;b', 'say "hi"']])
  })
})

describe('the rows', () => {
  it('tell what is missing, and leave out what need not be said', () => {
    expect(isMissing(row(form, 'p1/title'), 'es')).toBe(true)
    expect(isMissing(row(form, 'f1/hint'), 'es')).toBe(false)
    expect(progressOf(form, rowsOf(form), 'en')).toEqual({ locale: 'en', percent: 100, missing: 0, outdated: 0 })
    expect(progressOf(form, rowsOf(form), 'es')).toMatchObject({ percent: 80, missing: 1 })
  })

  it('are found by their words, without their marks', () => {
    const found = (search: string, state: 'all' | 'missing' = 'all') => rowsOf(form).filter((each) => matches(form, each, { state, search, locales: ['es'], name: '' })).map((each) => each.address)
    expect(found('nácido')).toEqual(['f2/label'])
    expect(found('', 'missing')).toEqual(['p1/title'])
  })

  it('of a queue that several stages share are one, and change them all', () => {
    const shared = pipeline.stages.filter((s) => s.queue).map((s) => s.queue!.key)
    const start: Pipeline = { ...pipeline, stages: pipeline.stages.map((s) => (s.queue ? { ...s, queue: { ...s.queue, key: shared[0]!, name: { 'pt-BR': 'Fila', en: 'Queue' } } } : s)) }
    const queue = rowsOf(start).filter((each) => each.path.includes('queue'))
    expect(queue.map((each) => each.twins.length)).toEqual([shared.length - 1])
    const second = start.stages.findLastIndex((s) => s.queue)
    expect(rowAt(rowsOf(start), textAt(start, `/stages/${second}/queue/name`)!.address)?.address).toBe(queue[0]!.address)
    const after = done(start, () => commands.setText(queue[0]!, 'pt-BR', { value: 'Outra', name: 'x' }))
    expect(new Set(after.stages.flatMap((s) => (s.queue ? [s.queue.name['pt-BR']] : [])))).toEqual(new Set(['Outra']))
    expect(after.outdated?.en).toHaveLength(shared.length)
    expect(done(after, (p) => commands.stillRight(rowsOf(p).find((each) => each.address === queue[0]!.address)!, 'en', 'x')).outdated).toBeUndefined()
  })

  it('of a part that is locked say so', () => {
    expect(rowsOf(form, (owner) => owner === 'f1').filter((each) => each.locked).map((each) => each.address)).toEqual(['f1/label', 'f1/hint'])
  })
})

describe('the languages', () => {
  it('are added with nothing invented, and taken away with their texts', () => {
    const more = done(form, () => commands.addLocale('fr'))
    expect(progressOf(more, rowsOf(more), 'fr')).toMatchObject({ percent: 20, missing: 4 })
    const h = step(begin<Form, string[]>(form, []), commands.removeLocale('es'))
    expect(JSON.stringify(h.present)).not.toContain('Nombre')
    expect(h.present.locales).toEqual(['en', 'ar'])
    expect(undo(h).history.present).toBe(form)
    expect(done(form, () => commands.removeLocale('en'))).toBe(form)
  })

  it.each([form, pipeline] as Worded[])('lose every text of theirs: $key', (whole) => {
    const gone = done(whole, () => commands.removeLocale('es'))
    expect(textsOf(gone).some((spot) => 'es' in spot.text)).toBe(false)
  })

  it('change places', () => expect(done(form, () => commands.makeFirst('es')).defaultLocale).toBe('es'))
})

describe('a translation whose source changed', () => {
  const changed = done(form, write('f2/label', 'en', 'Date of birth'))

  it('is still right when somebody says so', () => {
    expect(changed.outdated).toEqual({ es: ['f2/label'] })
    expect(done(changed, (f) => commands.stillRight(row(f, 'f2/label'), 'es', 'x')).outdated).toBeUndefined()
  })

  it('is right when it is written anew', () => expect(done(changed, write('f2/label', 'es', 'Fecha')).outdated).toBeUndefined())
})

describe('a table of a translator', () => {
  const table = tableOf(form, rowsOf(form), (each) => each.address)
  const back = (f: Form, edit: (text: string) => string) => planOf(f, rowsOf(f), edit(table))!

  it('says nothing when nothing was changed', () => {
    expect(back(form, (text) => text)).toEqual({ changes: [], unknown: [], older: [], columns: [], locked: [] })
    expect(planOf(form, rowsOf(form), 'name,en\nx,y')).toBeUndefined()
  })

  it('gives new sentences, and never takes any away', () => {
    const plan = back(form, (text) => text.replace('Born,Nacido', 'Born,Nacimiento').replace('Nombre', ''))
    expect(plan.changes.map(({ row: { address }, locale, value }) => [address, locale, value])).toEqual([['f2/label', 'es', 'Nacimiento']])
    const after = done(form, () => commands.takeOver(plan))
    expect(row(after, 'f2/label').text).toEqual({ en: 'Born', es: 'Nacimiento' })
    expect(row(after, 'f1/label').text.es).toBe('Nombre')
  })

  it('tells of what is not there, and of columns that are no language here', () => {
    const plan = back(form, (text) => `${text.replace('id,where,en', 'id,where,en').replace(',ar', ',de')}\r\nf9/label,x,Gone,Ido,`)
    expect([plan.unknown, plan.columns]).toEqual([['f9/label'], ['de']])
  })

  it('made from an older source is taken, and marked; marked it stays', () => {
    const newer = done(form, write('f2/label', 'en', 'Date of birth'))
    const plan = back(newer, (text) => text.replace('Born,Nacido', 'Born,Nacimiento'))
    expect(plan.older.map(({ row: { address }, source }) => [address, source])).toEqual([['f2/label', 'Born']])
    const after = done(newer, () => commands.takeOver(plan))
    expect([row(after, 'f2/label').text.es, row(after, 'f2/label').text.en]).toEqual(['Nacimiento', 'Date of birth'])
    expect(after.outdated).toEqual({ es: ['f2/label'] })
  })

  it('made from the newest source settles the mark', () => {
    const newer = done(form, write('f2/label', 'en', 'Date of birth'))
    const plan = planOf(newer, rowsOf(newer), tableOf(newer, rowsOf(newer), (each) => each.address).replace('Nacido', 'Fecha de nacimiento'))!
    expect(done(newer, () => commands.takeOver(plan)).outdated).toBeUndefined()
  })

  it('leaves what others wrote since, and tells of it', () => {
    const plan = back(form, (text) => text.replace('Born,Nacido', 'Born,Nacimiento').replace('Name,Nombre', 'Name,Nombre completo'))
    const meanwhile = done(form, write('f2/label', 'es', 'Fecha'))
    expect(stillOpen(meanwhile, plan).late.map(({ row: { address } }) => address)).toEqual(['f2/label'])
    const after = done(meanwhile, () => commands.takeOver(plan))
    expect([row(after, 'f2/label').text.es, row(after, 'f1/label').text.es]).toEqual(['Fecha', 'Nombre completo'])
    const gone = { ...form, pages: [{ ...form.pages[0]!, fields: [form.pages[0]!.fields[1]!] }] }
    expect(stillOpen(gone, plan)).toMatchObject({ changes: [{ value: 'Nacimiento' }], late: [{ value: 'Nombre completo' }] })
  })

  it('whose source others changed since is taken, and marked', () => {
    const plan = back(form, (text) => text.replace('Born,Nacido', 'Born,Nacimiento'))
    const after = done(form, write('f2/label', 'en', 'Date of birth'), () => commands.takeOver(plan))
    expect([row(after, 'f2/label').text.es, after.outdated]).toEqual(['Nacimiento', { es: ['f2/label'] }])
  })

  it('has no locked texts', () => {
    const rows = rowsOf(form, (owner) => owner === 'f2')
    expect(fromCsv(tableOf(form, rows, (each) => each.address)).map(([id]) => id)).toEqual(['id', 'title', 'p1/title', 'f1/label', 'f1/hint'])
  })

  it('leaves locked texts as they are', () => {
    const plan = planOf(form, rowsOf(form, (owner) => owner === 'f2'), table.replace('Born,Nacido', 'Born,Nacimiento'))!
    expect([plan.changes.length, plan.locked.map((each) => each.address)]).toEqual([0, ['f2/label']])
  })
})
