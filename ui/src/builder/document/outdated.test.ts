import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Form } from '../../fields/types'
import * as form from '../form/commands'
import { ids } from '../form/tree'
import * as pipeline from '../pipeline/commands'
import { idOf, type Pipeline } from '../pipeline/types'
import { begin, type History, record, redo, undo } from './history'
import { merge } from './merge'
import { numbers } from './numbers'
import { textsOf, textAt, type Worded } from './texts'

interface Template {
  forms: Form[]
  pipelines: Pipeline[]
}

const shipped = (name: string): Template => JSON.parse(readFileSync(new URL(`../../../../schemas/templates/${name}.json`, import.meta.url), 'utf8')) as Template
const { forms: [aForm], pipelines: [aPipeline] } = shipped('pf-account') as { forms: [Form]; pipelines: [Pipeline] }
const field = aForm.pages[0]!.fields[0]!
const address = `${field.id}/label`

interface Step<D> {
  name: { key: string }
  run: (present: D) => { after: D }
  place?: string
  judges?: boolean
}

let clock = 0

/** Does one thing after another; a moment between them, or a word's letters. */
function after<D extends object>(h: History<D, string[]>, step: Step<D>, pause = 10_000): History<D, string[]> {
  clock += pause
  return record(h, { name: step.name, after: step.run(h.present).after, to: [], place: step.place, at: clock, judges: step.judges })
}

const doing = <D extends object>(start: D, ...steps: ((d: D) => Step<D>)[]): History<D, string[]> => steps.reduce((h, step) => after(h, step(h.present)), begin<D, string[]>(start, []))

const label = (locale: string, text: string | undefined, id = field.id) => (f: Form) => form.set(f, id, ['label', locale], text)

describe('a translation', () => {
  it('is outdated once its source changes, in each language that has one', () => {
    const { outdated } = doing(aForm, label('pt-BR', 'Outro nome')).present
    expect(outdated).toEqual({ ar: [address], en: [address], es: [address] })
  })

  it('is no more when it is written anew, or taken away', () => {
    const { present } = doing(aForm, label('pt-BR', 'Outro nome'), label('en', 'Another name'), label('es', undefined))
    expect(present.outdated).toEqual({ ar: [address] })
  })

  it('never is when it is written first', () => {
    expect(doing(aForm, label('en', 'Another name')).present.outdated).toBeUndefined()
    expect(doing(aForm, label('es', undefined), label('pt-BR', 'Novo'), label('es', 'Nuevo')).present.outdated).toEqual({ ar: [address], en: [address] })
  })

  it('is not when the letters of its source come back to what they were', () => {
    let h = begin<Form, string[]>(aForm, [])
    const text = field.label!['pt-BR']!
    for (const letters of [`${text}x`, `${text}xy`]) h = after(h, label('pt-BR', letters)(h.present), 100)
    expect(h.present.outdated?.en).toEqual([address])
    for (const letters of [`${text}x`, text]) h = after(h, label('pt-BR', letters)(h.present), 100)
    expect(h.present.outdated).toBeUndefined()
  })

  it('is judged anew when the first language is another', () => {
    const h = doing(aForm, label('pt-BR', 'Outro nome'), (f) => form.set(f, '', ['defaultLocale'], 'en'))
    expect(h.present.outdated).toEqual({ ar: [address], es: [address] })
    expect(undo(h).history.present.outdated).toEqual({ ar: [address], en: [address], es: [address] })
  })

  it('goes with its field, its language, and comes back with them', () => {
    const marked = doing(aForm, label('pt-BR', 'Outro nome'))
    const gone = after(marked, form.remove(marked.present, [field.id]))
    expect(gone.present.outdated).toBeUndefined()
    expect(undo(gone).history.present).toBe(marked.present)
    const moved = after(marked, form.move(marked.present, [field.id], { parent: aForm.pages[1]!.id, index: 0 })!)
    expect(moved.present.outdated).toEqual(marked.present.outdated)
  })

  it('is outdated however its source was changed: a whole form written by hand', () => {
    const byHand = structuredClone(aForm)
    byHand.pages[0]!.fields[0]!.label!['pt-BR'] = 'À mão'
    expect(doing(aForm, () => form.replace(byHand)).present.outdated).toEqual({ ar: [address], en: [address], es: [address] })
    const judged = { ...structuredClone(aForm), outdated: { es: [address, 'nowhere/label', address], xx: [address], 'pt-BR': [address] } }
    expect(doing(aForm, () => form.replace(judged)).present.outdated).toEqual({ es: [address] })
  })

  it('is as it was in a version that is put back', () => {
    const changed = doing(aForm, label('pt-BR', 'Outro nome'))
    const restored = after(changed, { name: { key: 'restore' }, judges: true, run: () => ({ after: structuredClone(aForm) }) })
    expect(restored.present).toEqual(aForm)
    const marked = after(begin<Form, string[]>(aForm, []), { name: { key: 'restore' }, judges: true, run: () => ({ after: structuredClone(changed.present) }) })
    expect(marked.present).toEqual(changed.present)
  })

  it('keeps its mark when the key of its part is another', () => {
    const rename = (p: Pipeline): Step<Pipeline> => pipeline.rename(p, idOf('stages', 'approval'), 'review')!
    const words = (p: Pipeline): Step<Pipeline> => pipeline.setText(p, idOf('stages', 'approval'), ['queue', 'name'], 'pt-BR', 'Fila nova')
    const { present } = doing(aPipeline, words, rename)
    expect(present.outdated?.en).toEqual(['stages/review/queue/name'])
    expect(textsOf(present).some((spot) => spot.address === 'stages/review/queue/name')).toBe(true)
  })

  it('keeps its mark when the server gave its part another key', () => {
    const h = doing(aPipeline, (p) => pipeline.setText(p, idOf('stages', 'approval'), ['queue', 'name'], 'pt-BR', 'Fila nova'))
    const renamed = pipeline.rename(h.present, idOf('stages', 'approval'), 'review')!.run(h.present).after
    const marks = (list: string[]): string[] => list.map((each) => each.replace('stages/approval/', 'stages/review/'))
    const body = structuredClone({ ...renamed, outdated: Object.fromEntries(Object.entries(h.present.outdated!).map(([l, list]) => [l, marks(list)])) })
    const { merged } = merge(h.present, h.present, body)
    const { present } = after(h, { name: { key: 'x' }, run: () => ({ after: merged }) })
    expect(present).toEqual(body)
    expect(present.outdated?.en).toEqual(['stages/review/queue/name'])
  })

  it('keeps its mark when a check before it goes', () => {
    const check = (text: string) => ({ rule: { cel: 'true' }, message: { 'pt-BR': text, en: text } })
    const start: Form = { ...aForm, validations: [check('one'), check('two')].map((each) => ({ ...each, field: field.key })) }
    const { present } = doing(start, (f) => form.set(f, '', ['validations', '1', 'message', 'pt-BR'], 'dois'), (f) => form.set(f, '', ['validations', '0'], undefined))
    expect(present.outdated).toEqual({ en: ['validations/0/message'] })
  })
})

describe('the marks of two people', () => {
  const ours = doing(aForm, label('pt-BR', 'Nosso')).present
  const merged = (theirs: Form, base = aForm, mine = ours): Worded['outdated'] => {
    const both = merge(base, mine, theirs)
    expect(both.conflicts).toEqual([])
    return both.merged.outdated
  }

  it('are all there, each once', () => {
    const other = aForm.pages[0]!.fields[1]!.id
    const theirs = doing(aForm, label('pt-BR', 'Deles', other)).present
    expect(merged(theirs)?.es).toEqual([address, `${other}/label`].sort())
    expect(merged(theirs)).toEqual(merge(aForm, theirs, ours).merged.outdated)
  })

  it('stay on a translation that was written beside the old source', () => {
    expect(merged(doing(aForm, label('en', 'Theirs')).present)).toEqual({ ar: [address], en: [address], es: [address] })
  })

  it('go where one of them judged what both have now', () => {
    const settled = doing(ours, label('en', 'Settled')).present
    expect(merged(settled, ours, doing(ours, (f) => form.set(f, field.id, ['required'], undefined), label('pt-BR', 'Nosso', aForm.pages[1]!.id)).present)?.en).toBeUndefined()
  })
})

/** What marks should be, from all texts before and after: slow and plain. */
function expected(before: Form, now: Form): Record<string, string[]> {
  const old = new Map(textsOf(before).map((spot) => [spot.address, spot.text]))
  const out: Record<string, string[]> = {}
  for (const { address: at, text } of textsOf(now)) {
    for (const l of now.locales) {
      const was = old.get(at)
      if (l === now.defaultLocale || !text[l] || !was || was[l] !== text[l]) continue
      const isChanged = !!was[now.defaultLocale] && was[now.defaultLocale] !== text[now.defaultLocale]
      if (isChanged || before.outdated?.[l]?.includes(at)) (out[l] ??= []).push(at)
    }
  }
  return Object.fromEntries(Object.entries(out).map(([l, list]) => [l, [...new Set(list)].sort()]))
}

it.each([1, 2])('after 200 edits the marks are what a comparison of all texts gives, and undo leads back (seed %i)', { timeout: 30_000 }, (seed) => {
  const random = numbers(seed)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  let h = begin<Form, string[]>(aForm, [])
  const kept = JSON.stringify(aForm)
  while (h.past.length < 200) {
    const f = h.present
    const id = pick(ids(f))
    const command = pick([
      () => form.set(f, id, ['hint', pick(f.locales)], random() < 0.2 ? undefined : `hint ${Math.floor(random() * 9)}`),
      () => form.set(f, id, ['label', pick(f.locales)], `label ${Math.floor(random() * 9)}`),
      () => form.move(f, [id], { parent: pick(f.pages).id, index: 0 }),
      () => (ids(f).length > 20 ? form.remove(f, [id]) : undefined),
      () => form.duplicate(f, [id]),
      () => (random() < 0.2 ? form.set(f, '', ['defaultLocale'], pick(f.locales)) : undefined),
    ])()
    if (!command) continue
    const next = after(h, command)
    if (next.present !== f) expect(next.present.outdated ?? {}).toEqual(expected(f, next.present))
    h = next
  }
  const end = JSON.stringify(h.present)
  while (h.past.length > 0) h = undo(h).history
  expect(JSON.stringify(h.present)).toBe(kept)
  while (h.future.length > 0) h = redo(h).history
  expect(JSON.stringify(h.present)).toBe(end)
})

it('finds the text that a finding points at', () => {
  expect(textAt(aForm, '/pages/0/fields/0/label')).toMatchObject({ address, owner: field.id })
  expect(textAt(aPipeline, '/stages/0/applicant')).toMatchObject({ address: `stages/${aPipeline.stages[0]!.key}/applicant`, owner: `stages/${aPipeline.stages[0]!.key}` })
  expect(textAt(aForm, '/pages/0/fields/0/required')).toBeUndefined()
})
