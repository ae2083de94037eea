import type { Colleague } from '../query/mentions'

/** A name that is being typed: where its @ stands, and what of it is there. */
export interface Begun {
  at: number
  word: string
}

const opening = /(^|\s)@([\p{L}\p{M}.\-']{0,40}(?: [\p{L}\p{M}.\-']{1,40})?)$/u

/** The name that the caret stands behind, if any. */
export function begunAt(text: string, caret: number): Begun | undefined {
  const found = opening.exec(text.slice(0, caret))
  const word = found?.[2]
  return word === undefined ? undefined : { at: caret - word.length - 1, word }
}

const plain = (s: string): string => s.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** Those one of whose names begins like that, at most eight. */
export const fitting = (all: readonly Colleague[], word: string): Colleague[] =>
  all.filter((c) => plain(c.name).startsWith(plain(word)) || plain(c.name).split(' ').some((part) => part.startsWith(plain(word)))).slice(0, 8)

/** The text with a whole name in place of what was begun, and where the caret then stands. */
export function completed(text: string, begun: Begun, name: string): { text: string; caret: number } {
  const head = `${text.slice(0, begun.at)}@${name} `
  return { text: head + text.slice(begun.at + 1 + begun.word.length).replace(/^ /, ''), caret: head.length }
}

/** Those of the chosen whose name still stands in the text. */
export const spokenTo = (text: string, chosen: readonly Colleague[]): string[] =>
  [...new Set(chosen.filter((c) => text.includes(`@${c.name}`)).map((c) => c.id))]
