import { expect, test } from 'vitest'
import type { Document } from '../query/cases'
import { beside, currentOf, provenBy, versionsOf } from './neighbours'

const doc = (id: string, field: string, more: Partial<Document> = {}): Document => ({ id, field, name: id, mime: 'image/jpeg', size: 1, state: 'stored', createdAt: '', ...more })

const front = doc('f', '/doc_front', { kind: 'id_front' })
const back = doc('b', '/doc_back', { kind: 'id_back' })
const older = doc('a1', '/addr', { state: 'replaced' })
const newer = doc('a2', '/addr')
const all = [front, back, older, newer]

test('the other side comes first, then the version before, then the next', () => {
  expect(beside(all, front)?.id).toBe('b')
  expect(beside(all, back)?.id).toBe('f')
  expect(beside(all, newer)?.id).toBe('a1')
  expect(beside([front, doc('x', '/x')], front)?.id).toBe('x')
  expect(beside([front], front)).toBeUndefined()
})

test('what was replaced is a version of what came in its place', () => {
  expect(currentOf(all).map((d) => d.id)).toEqual(['f', 'b', 'a2'])
  expect(versionsOf(all, newer).map((d) => d.id)).toEqual(['a2', 'a1'])
  expect(versionsOf(all, older).map((d) => d.id)).toEqual(['a2', 'a1'])
  expect(versionsOf(all, front).map((d) => d.id)).toEqual(['f'])
})

test('a document proves what its field names, else what stands on its page', () => {
  const datum = (path: string, page: string, type = 'text') => ({ path, label: {}, page: { en: page }, type, group: 'general', value: 1, source: '' })
  const dossier = [datum('/name', 'You'), datum('/doc_front', 'Papers', 'image'), datum('/number', 'Papers')]
  expect(provenBy({ dossier }, front).map((d) => d.path)).toEqual(['/number'])
  expect(provenBy({ dossier }, { ...front, proves: ['/name', '/gone'] }).map((d) => d.path)).toEqual(['/name'])
})
