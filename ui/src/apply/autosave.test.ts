import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { FaultError, OfflineError } from '../api/client'
import { Autosave, type Saved, type SaveRequest, type SaveState } from './autosave'
import { overlay, readPending } from './pending'

const saved: Saved = { revision: 2, savedAt: '2026-11-21T10:42:00Z', progress: { answered: 0, required: 0, percent: 0, minutesLeft: 0 }, pages: [], violations: [] }

function setup(send: (r: SaveRequest) => Promise<Saved>) {
  const states: SaveState['kind'][] = []
  const refused = vi.fn()
  const spy = vi.fn(send)
  const autosave = new Autosave({ caseId: 'c1', send: spy, onState: (s) => states.push(s.kind), onSaved: () => undefined, onRefused: refused })
  return { autosave, send: spy, states, refused }
}

describe('Autosave', () => {
  beforeEach(() => {
    vi.useFakeTimers()
    const kept = new Map<string, string>()
    vi.stubGlobal('localStorage', {
      getItem: (k: string) => kept.get(k) ?? null,
      setItem: (k: string, v: string) => void kept.set(k, v),
      removeItem: (k: string) => void kept.delete(k),
    })
  })
  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })

  it('waits for a pause, sends once, and leaves nothing behind', async () => {
    const { autosave, send, states } = setup(() => Promise.resolve(saved))
    autosave.change('p', 'name', 'M')
    await vi.advanceTimersByTimeAsync(500)
    autosave.change('p', 'name', 'Ma')
    autosave.change('p', 'city', undefined)
    expect(readPending('c1')).toEqual({ p: { name: 'Ma', city: null } })
    await vi.advanceTimersByTimeAsync(799)
    expect(send).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1)
    expect(send).toHaveBeenCalledExactlyOnceWith({ page: 'p', values: { name: 'Ma', city: null }, proceed: false, keepalive: false })
    expect(states).toEqual(['saving', 'saved'])
    expect(readPending('c1')).toEqual({})
  })

  it('keeps trying without a network, longer each time, and lays what is pending over the answers', async () => {
    let online = false
    const { autosave, send, states } = setup(() => (online ? Promise.resolve(saved) : Promise.reject(new OfflineError())))
    autosave.change('p', 'name', 'Ma')
    await vi.advanceTimersByTimeAsync(800)
    expect(states.at(-1)).toBe('offline')
    expect(overlay({ name: 'X', a: 1 }, readPending('c1'))).toEqual({ name: 'Ma', a: 1 })
    await vi.advanceTimersByTimeAsync(1000)
    await vi.advanceTimersByTimeAsync(2000)
    expect(send).toHaveBeenCalledTimes(3)
    online = true
    await vi.advanceTimersByTimeAsync(4000)
    expect(states.at(-1)).toBe('saved')
    expect(readPending('c1')).toEqual({})
  })

  it('keeps what was typed while a save was under way', async () => {
    let finish: (s: Saved) => void = () => undefined
    const { autosave, send } = setup(() => new Promise((done) => (finish = done)))
    autosave.change('p', 'name', 'M')
    await vi.advanceTimersByTimeAsync(800)
    autosave.change('p', 'name', 'Ma')
    finish(saved)
    await vi.advanceTimersByTimeAsync(0)
    expect(readPending('c1')).toEqual({ p: { name: 'Ma' } })
    await vi.advanceTimersByTimeAsync(800)
    expect(send).toHaveBeenCalledTimes(2)
  })

  it('leaves nothing on the device of someone who leaves', async () => {
    const { autosave, send } = setup(() => Promise.resolve(saved))
    autosave.change('p', 'name', 'M')
    await autosave.leave()
    expect(send).toHaveBeenCalledTimes(1)
    expect(readPending('c1')).toEqual({})
  })

  it('does not let go of what the server does not have', async () => {
    let online = false
    const { autosave, send } = setup(() => (online ? Promise.resolve(saved) : Promise.reject(new OfflineError())))
    autosave.change('p', 'name', 'M')
    autosave.change('q', 'city', 'Recife')
    await expect(autosave.leave()).rejects.toThrow(OfflineError)
    expect(readPending('c1')).toEqual({ p: { name: 'M' }, q: { city: 'Recife' } })
    online = true
    await autosave.leave()
    expect(send).toHaveBeenCalledTimes(3)
    expect(readPending('c1')).toEqual({})
  })

  it('leaves a refused page alone until it changes, and saves the others', async () => {
    const no = new FaultError({ code: 'too_large', key: 'too_large', message: '', requestId: 'r' }, 413)
    const { autosave, send, states } = setup(({ values }) => (values.name === 'long' ? Promise.reject(no) : Promise.resolve(saved)))
    autosave.change('p', 'name', 'long')
    autosave.change('q', 'city', 'Recife')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(send).toHaveBeenCalledTimes(2)
    expect(states).toEqual(['saving', 'refused', 'saving', 'saved'])
    expect(readPending('c1')).toEqual({ p: { name: 'long' } })
    autosave.change('p', 'name', 'short')
    await vi.advanceTimersByTimeAsync(800)
    expect(readPending('c1')).toEqual({})
  })

  it('keeps typed values when the server knows nobody any more', async () => {
    const fault = new FaultError({ code: 'unsigned', key: 'unsigned', message: '', requestId: 'r' }, 401)
    const { autosave, refused } = setup(() => Promise.reject(fault))
    autosave.change('p', 'name', 'M')
    await vi.advanceTimersByTimeAsync(800)
    expect(refused).toHaveBeenCalledWith(fault)
    expect(readPending('c1')).toEqual({ p: { name: 'M' } })
  })
})
