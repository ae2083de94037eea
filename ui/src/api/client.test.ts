import { afterEach, expect, test, vi } from 'vitest'
import { idempotencyKey } from './client'

afterEach(() => vi.unstubAllGlobals())

test('a key is its own on plain HTTP too, where there is no randomUUID', () => {
  const { crypto: whole } = globalThis
  vi.stubGlobal('crypto', { getRandomValues: whole.getRandomValues.bind(whole) })
  const keys = Array.from({ length: 100 }, idempotencyKey)
  expect(new Set(keys).size).toBe(100)
  expect(keys[0]).toMatch(/^[0-9a-f]{32}$/)
})
