import type { Environment } from '@marcbachmann/cel-js/evaluator'
import { addDays, days, isDate, years } from './date'

// Twin of function.go. CEL's int arrives as bigint, its double as number.
type Numeric = number | bigint

/** Adds what CEL has beside the standard; the package comment of builder/rule has the table. */
export function addFunctions(env: Environment): Environment {
  const now = { async: false }
  return env
    .registerFunction('years(string, string): double', years, now)
    .registerFunction('days(string, string): double', days, now)
    .registerFunction('addDays(string, double): string', addDays, now)
    .registerFunction('addDays(string, int): string', (date: string, n: bigint) => addDays(date, Number(n)), now)
    .registerFunction('isDate(dyn): bool', isDate, now)
    .registerFunction('sum(list): double', sum, now)
    .registerFunction('count(list): double', count, now)
    .registerFunction('lower(string): string', lower, now)
    .registerFunction('digits(string): string', (text: string) => text.replace(/[^0-9]/g, ''), now)
    .registerFunction('text(double): string', text, now)
    .registerFunction('text(int): string', text, now)
    .registerFunction('number(double): double', Number, now)
    .registerFunction('number(int): double', Number, now)
    .registerFunction('number(string): double', numberOf, now)
    .registerFunction('round(double, double): double', round, now)
    .registerFunction('round(double, int): double', round, now)
}

function sum(list: unknown[]): number {
  let total = 0
  for (const member of list) {
    if (member === null) continue
    if (typeof member !== 'number' && typeof member !== 'bigint') throw new Error('sum of what is no number')
    total += Number(member)
  }
  return total
}

function count(list: unknown[]): number {
  return list.filter((member) => member !== null).length
}

/** Letter by letter, as the server does: a word's last sigma gets no form of its own. */
function lower(text: string): string {
  return Array.from(text, (letter) => letter.toLowerCase()).join('')
}

function text(n: Numeric): string {
  if (!Number.isFinite(Number(n))) throw new Error('text of what is no number')
  return String(Number(n))
}

function numberOf(text: string): number {
  const n = Number(text)
  if (!/^-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?$/.test(text) || !Number.isFinite(n)) throw new Error('no number')
  return n
}

/** Works on the shortest decimal text of x, not on its binary value: who sees 2.675 expects 2.68. */
function round(x: number, decimals: Numeric): number {
  const places = Number(decimals)
  if (!Number.isInteger(places) || places < 0 || places > 15) throw new Error('round wants 0 to 15 decimals')
  const size = Math.abs(x)
  if (!(size < 2 ** 53)) return x // already whole, or not a number
  const rounded = shift(Math.round(shift(size, places)), -places)
  return (x < 0 ? -rounded : rounded) + 0
}

/** Moves the decimal point of a text, which loses nothing; multiplying would. */
function shift(x: number, by: number): number {
  const [mantissa, exponent = '0'] = String(x).split('e')
  return Number(`${mantissa}e${Number(exponent) + by}`)
}
