import type { Command } from './commands'

/** Letters without their marks, so that "codigo" finds "Código". */
export const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase()

/** How well a command fits what was typed: 0 does not, more is better. */
function score(command: Command, words: readonly string[]): number {
  const title = folded(command.title)
  const rest = folded(`${command.group} ${command.where ?? ''} ${command.words ?? ''}`)
  let sum = 1
  for (const word of words) {
    if (title.startsWith(word)) sum += 4
    else if (title.includes(` ${word}`)) sum += 3
    else if (title.includes(word)) sum += 2
    else if (rest.includes(word)) sum += 1
    else return 0
  }
  return sum
}

/** The commands that have all words of a search, best first; all of them, as they come, without any. Commands with the same id are one. */
export function search(commands: readonly Command[], wanted: string): Command[] {
  const words = folded(wanted).split(/\s+/).filter(Boolean)
  const seen = new Set<string>()
  const own = commands.filter((c) => !seen.has(c.id) && seen.add(c.id))
  if (words.length === 0) return own
  return own
    .map((command) => ({ command, score: score(command, words) }))
    .filter((each) => each.score > 0)
    .sort((a, b) => b.score - a.score)
    .map((each) => each.command)
}
