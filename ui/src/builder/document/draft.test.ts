import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Draft, type DraftServer, type Kept, StaleDraft } from './draft'

interface Doc {
  title: string
  fields: { id: string; label: string }[]
}

const start: Doc = { title: 'Form', fields: [{ id: 'a', label: 'A' }, { id: 'b', label: 'B' }] }

/** The server that two browsers share; the network of each can be cut. */
class Office {
  kept: Kept<Doc> = { body: start, revision: 1, findings: [] }
  saves = 0

  line(): DraftServer<Doc> & { isCut: boolean } {
    const check = (line: { isCut: boolean }): void => {
      if (line.isCut) throw new TypeError('no network')
    }
    const line = {
      isCut: false,
      load: async () => (check(line), structuredClone(this.kept)),
      save: async (body: Doc, revision: number) => {
        check(line)
        if (revision !== this.kept.revision) throw new StaleDraft()
        this.saves++
        this.kept = { body: structuredClone(body), revision: revision + 1, findings: [] }
        return { revision: this.kept.revision, findings: [] }
      },
      meet: async () => (check(line), { revision: this.kept.revision, peers: [] }),
    }
    return line
  }
}

const shelf = () => {
  let text: string | null = null
  return { read: () => text, write: (next: string | null) => void (text = next) }
}

const label = (id: string, text: string) => ({
  name: { key: 'set' },
  run: (d: Doc) => ({ after: { ...d, fields: d.fields.map((f) => (f.id === id ? { ...f, label: text } : f)) } }),
})

const open = (office: Office, kept = shelf()) => {
  const line = office.line()
  return { line, kept, draft: new Draft<Doc>(line, kept, structuredClone(office.kept)) }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('a draft', () => {
  it('is saved after a moment, once for many letters', async () => {
    const office = new Office()
    const { draft } = open(office)
    for (const text of ['N', 'Na', 'Nam', 'Name']) draft.run({ ...label('a', text), place: 'a' })
    expect(draft.get().save).toBe('unsaved')
    await vi.advanceTimersByTimeAsync(1000)
    expect(draft.get().save).toBe('saved')
    expect(office.kept.body.fields[0]!.label).toBe('Name')
    expect(office.saves).toBe(1)
    draft.undo()
    expect(draft.get().history.present).toEqual(start)
  })

  it('takes what the server changed in it as a step that can be undone, beside what is typed meanwhile', async () => {
    const office = new Office()
    const { draft } = open(office)
    draft.run(label('b', 'Unsaved'))
    const reached = draft.reach(
      async () => {
        expect(office.kept.body.fields[1]!.label).toBe('Unsaved') // saved first
        draft.run({ name: { key: 'title' }, run: (d) => ({ after: { ...d, title: 'Typed' } }) })
        const fields = office.kept.body.fields.map((f) => (f.id === 'a' ? { ...f, label: 'Mended' } : f))
        office.kept = { body: { ...office.kept.body, fields }, revision: office.kept.revision + 1, findings: [{ path: '/fields', key: 'new' }] }
        return office.kept
      },
      (kept) => ({ name: { key: 'refactor' }, body: structuredClone(kept.body), revision: kept.revision, selection: ['a'] }),
    )
    await vi.advanceTimersByTimeAsync(0)
    await reached
    expect(draft.get().history.present).toEqual({ title: 'Typed', fields: [{ id: 'a', label: 'Mended' }, { id: 'b', label: 'Unsaved' }] })
    expect(draft.get().history.past.at(-1)?.name.key).toBe('refactor')
    expect(draft.get().history.selection).toEqual(['a'])
    await vi.advanceTimersByTimeAsync(2000)
    expect(draft.get().save).toBe('saved')
    expect(office.kept.body).toEqual(draft.get().history.present)
    draft.undo()
    await vi.advanceTimersByTimeAsync(2000)
    expect(office.kept.body).toEqual({ title: 'Typed', fields: [{ id: 'a', label: 'A' }, { id: 'b', label: 'Unsaved' }] })
    expect(draft.get().conflicts).toEqual([])
  })

  it('is as it was when the server refuses to change it', async () => {
    const office = new Office()
    const { draft } = open(office)
    await expect(draft.reach(() => Promise.reject(new StaleDraft()), () => ({ name: { key: 'refactor' }, body: start, revision: 2 }))).rejects.toThrow(StaleDraft)
    expect(draft.get().history.past).toEqual([])
    draft.run(label('a', 'After'))
    await vi.advanceTimersByTimeAsync(2000)
    expect(office.kept.body.fields[0]!.label).toBe('After')
  })

  it('takes in what another saved, and loses nothing of its own', async () => {
    const office = new Office()
    const [one, two] = [open(office), open(office)]
    one.draft.run(label('a', 'One'))
    two.draft.run(label('b', 'Two'))
    await vi.advanceTimersByTimeAsync(5000)
    await one.draft.meet()
    const both = [{ id: 'a', label: 'One' }, { id: 'b', label: 'Two' }]
    expect(office.kept.body.fields).toEqual(both)
    expect(one.draft.get().history.present.fields).toEqual(both)
    expect(two.draft.get().history.present.fields).toEqual(both)
    one.draft.undo()
    await vi.advanceTimersByTimeAsync(1000)
    expect(office.kept.body.fields).toEqual([{ id: 'a', label: 'A' }, { id: 'b', label: 'Two' }])
  })

  it('says when both changed one place, and lets theirs be taken', async () => {
    const office = new Office()
    const [one, two] = [open(office), open(office)]
    one.draft.run(label('a', 'One'))
    await vi.advanceTimersByTimeAsync(1000)
    two.draft.run(label('a', 'Two'))
    await vi.advanceTimersByTimeAsync(5000)
    const [conflict] = two.draft.get().conflicts
    expect(conflict).toMatchObject({ node: 'a', path: ['label'], ours: 'Two', theirs: 'One' })
    two.draft.settle(conflict!, label('a', 'One'))
    await vi.advanceTimersByTimeAsync(1000)
    expect(office.kept.body.fields[0]!.label).toBe('One')
    expect(two.draft.get().conflicts).toEqual([])
  })

  it('waits without a network, survives a reload, and merges when it is back', async () => {
    const office = new Office()
    const [one, two] = [open(office), open(office)]
    two.line.isCut = true
    two.draft.run(label('b', 'Offline'))
    await vi.advanceTimersByTimeAsync(5000)
    expect(two.draft.get().save).toBe('offline')
    one.draft.run(label('a', 'Online'))
    await vi.advanceTimersByTimeAsync(1000)
    two.draft.stop()
    const again = open(office, two.kept)
    await vi.advanceTimersByTimeAsync(5000)
    expect(again.draft.get().save).toBe('saved')
    expect(office.kept.body.fields.map((f) => f.label)).toEqual(['Online', 'Offline'])
    expect(two.kept.read()).toBeNull()
  })

  it('goes on saving what was typed while a save was under way', async () => {
    const office = new Office()
    const { draft } = open(office)
    draft.run(label('a', 'First'))
    const saving = draft.flush()
    draft.run(label('b', 'Second'))
    await saving
    await vi.advanceTimersByTimeAsync(1000)
    expect(office.kept.body.fields.map((f) => f.label)).toEqual(['First', 'Second'])
    expect(draft.get().save).toBe('saved')
  })
})
