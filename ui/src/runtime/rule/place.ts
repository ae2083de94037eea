import type { Name, NameType, Scope } from './types'
import { RuleError } from './types'

// Twin of place.go.

const rowVars = ['row', 'parent', 'grandparent']
const roots = ['previous', 'checks', 'case']

/** Where a path leads: from a variable, through the loops over repeats seen from outside, down the keys. */
export interface Place {
  type: NameType
  base: string
  loops: string[][]
  keys: string[]
}

interface Walk extends Place {
  scope: Scope
  names: Name[]
  at: string
}

/** Follows a path. It throws RuleError when the path leads nowhere. */
export function find(scope: Scope, path: string): Place {
  const walk: Walk = { scope, names: scope.names, type: 'group', base: 'answers', loops: [], keys: [], at: '' }
  const segments = path.split('.')
  segments.forEach((segment, i) => step(walk, segment, i === segments.length - 1))
  if (walk.keys.length === 0) throw new RuleError('rule.unknown_field')
  return walk
}

function step(walk: Walk, segment: string, last: boolean): void {
  const rows = segment.endsWith('[]')
  const word = rows ? segment.slice(0, -2) : segment
  const name = walk.type === 'any' ? { key: word, type: 'any' as const } : walk.names.find((n) => n.key === word)
  if (!name || word === '') throw new RuleError('rule.unknown_field')
  if (rows && (last || name.type !== 'repeat')) throw new RuleError('rule.unknown_field')
  if (name.type === 'repeat' && !rows && !last) throw new RuleError('rule.not_in_scope')
  walk.type = name.type
  walk.names = name.members ?? []
  follow(walk, word, rows)
}

function follow(walk: Walk, word: string, rows: boolean): void {
  if (walk.at === '' && roots.includes(word)) {
    walk.at = walk.base = word
    return
  }
  walk.at = walk.at === '' ? word : `${walk.at}.${word}`
  walk.keys = [...walk.keys, word]
  if (!rows) return
  const rowVar = rowVarOf(walk.scope, walk.at)
  if (rowVar && walk.loops.length === 0) walk.base = rowVar
  else walk.loops = [...walk.loops, walk.keys]
  walk.keys = []
  walk.at += '[]'
}

function rowVarOf(scope: Scope, repeat: string): string | undefined {
  const rows = scope.rows ?? []
  const i = rows.indexOf(repeat)
  return i < 0 ? undefined : rowVars[rows.length - 1 - i]
}
