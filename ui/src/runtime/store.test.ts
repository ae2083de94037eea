import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { FormStore, type View } from './store'

const open: View = { isVisible: () => true, isRequired: () => false, hasPage: () => true, computed: () => undefined }

describe('FormStore', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('tells the field, what holds it and what it holds, and nobody else', () => {
    const store = new FormStore({ name: 'a', owners: [{ cpf: '1' }, { cpf: '2' }] }, () => open)
    const told: string[] = []
    for (const path of ['/name', '/owners', '/owners/0/cpf', '/owners/1/cpf']) {
      store.state(path)
      store.subscribe(path, () => told.push(path))
    }
    store.set('/owners/0/cpf', '9')
    expect(told).toEqual(['/owners', '/owners/0/cpf'])
    expect(store.answers).toEqual({ name: 'a', owners: [{ cpf: '9' }, { cpf: '2' }] })
  })

  it('runs the rules once for many key presses, after them', () => {
    const look = vi.fn((a: Readonly<Record<string, unknown>>): View => ({ ...open, isVisible: (p) => p !== '/b' || a.a === 'xyz' }))
    const store = new FormStore({}, look)
    expect(store.state('/b').isVisible).toBe(false)
    for (const typed of ['x', 'xy', 'xyz']) store.set('/a', typed)
    expect(look).toHaveBeenCalledTimes(1)
    vi.runAllTimers()
    expect(look).toHaveBeenCalledTimes(2)
    expect(store.state('/b').isVisible).toBe(true)
  })

  it('drops an answer that is undefined, and gives the same state while nothing changed', () => {
    const store = new FormStore({ a: 1, b: 2 }, () => open)
    const before = store.state('/b')
    store.set('/a', undefined)
    expect(store.answers).toEqual({ b: 2 })
    expect(store.state('/b')).toBe(before)
  })

  it('gives messages to the field at fault and to what holds it', () => {
    const store = new FormStore({}, () => open)
    store.setErrors(new Map([['/owners/0/cpf', 'Enter CPF']]))
    expect(store.state('/owners').errors?.get('/owners/0/cpf')).toBe('Enter CPF')
    expect(store.state('/name').errors).toBeUndefined()
  })

  it('knows what is not finished', () => {
    const store = new FormStore({}, () => open)
    store.hold('/photo', 'file_unused')
    expect(store.unfinished).toEqual([{ path: '/photo', key: 'file_unused' }])
    store.hold('/photo', undefined)
    expect(store.unfinished).toEqual([])
  })
})
