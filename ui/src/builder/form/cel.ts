// Carries the names of answers in CEL to other places, without a parser: from left to right, as builder/rule/rename.go does.

/** A piece of CEL: a name (n), a text in quotes (s), digits (0), what is between them, comments too ( ), else the sign itself. */
interface Token {
  text: string
  kind: string
  /** What stands in its place. */
  after?: string
}

type Vars = ReadonlyMap<string, string>

/** Where a name leads now. */
export interface Carriage {
  /** The repeats that the rule stands in, outermost first: owners, owners[].homes. */
  rows: readonly string[]
  /** The new path of each that the rule reads. */
  move?: (path: string) => string
  /** What is read at one place is read at another: a variable and what leads there, by path. */
  heads?: ReadonlyMap<string, string>
}

const pieces = /(?<space>\s+|\/\/[^\n]*)|(?<name>[_\p{L}][_\p{L}\p{Nd}]*)|(?<digits>\p{Nd}[.\p{Nd}]*)|(?<string>"(?:\\.|[^"\\])*"?|'(?:\\.|[^'\\])*'?)|[^]/gu

function tokensOf(text: string): Token[] {
  return [...text.matchAll(pieces)].map(({ 0: piece, groups = {} }) => ({
    text: piece,
    kind: groups['space'] ? ' ' : groups['name'] ? 'n' : groups['digits'] ? '0' : groups['string'] ? 's' : piece,
  }))
}

const rowNames = ['row', 'parent', 'grandparent']
const loops = new Set(['all', 'exists', 'exists_one', 'filter', 'map'])
const ends: Record<string, string> = { '(': ')', '[': ']', '{': '}' }

/** The path that each variable stands for; that of answers is "". */
function variables(rows: readonly string[]): Vars {
  const vars = new Map([['answers', ''], ['previous', 'previous'], ['checks', 'checks'], ['case', 'case']])
  rows.toReversed().forEach((row, i) => rowNames[i] && vars.set(rowNames[i], `${row}[]`))
  return vars
}

const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('.')))
const keyOf = (path: string): string => path.slice(path.lastIndexOf('.') + 1)

/** How CEL names a row from inside of so many repeats that stand in it; it has words for three. */
export const rowName = (depth: number): string | undefined => rowNames[depth]

class Carrier {
  #at = 0
  readonly #tokens: Token[]
  readonly #roots: Vars

  constructor(text: string, private readonly way: Carriage) {
    this.#tokens = tokensOf(text)
    this.#roots = variables(way.rows)
  }

  run(): string {
    this.#sequence(this.#roots, '')
    return this.#tokens.map(({ text, after }) => after ?? text).join('')
  }

  /** The kind of the next token that is not empty space, which it goes to; "" at the end. */
  #peek(): string {
    while (this.#tokens[this.#at]?.kind === ' ') this.#at++
    return this.#tokens[this.#at]?.kind ?? ''
  }

  /** Reads until a sign that ends it, which it leaves. */
  #sequence(vars: Vars, end: string): void {
    for (let kind = this.#peek(); kind !== '' && kind !== end; kind = this.#peek()) {
      if (kind === 'n') this.#chain(vars)
      else if (ends[kind]) this.#inside(vars)
      else this.#at++
    }
  }

  /** Reads what stands in a pair of brackets. */
  #inside(vars: Vars): void {
    const end = ends[this.#tokens[this.#at]!.kind]!
    this.#at++
    this.#sequence(vars, end)
    if (this.#peek() !== '') this.#at++
  }

  /** Reads a name and what is selected from it: answers.owners[0].share. */
  #chain(vars: Vars): void {
    const root = this.#at++
    const name = this.#tokens[root]!.text
    let path = vars.get(name)
    let first = path === this.#roots.get(name) ? root : -1 // else a loop calls its member so
    let parts: [at: number, path: string][] = []
    this.#head(first, root, path)
    for (let kind = this.#peek(); kind === '.' || kind === '['; kind = this.#peek()) {
      if (kind === '[') {
        path = this.#index(vars, path)
        first = -1 // what is before can no longer be written in one piece
        continue
      }
      this.#at++
      if (this.#peek() !== 'n') return
      const at = this.#at++
      const word = this.#tokens[at]!.text
      if (this.#peek() === '(') {
        this.#carry(first, parts)
        path = this.#call(vars, word, path)
        ;[first, parts] = [-1, []]
        continue
      }
      if (path === undefined) continue
      path = path === '' ? word : `${path}.${word}`
      parts.push([at, path])
      this.#head(first, at, path)
    }
    this.#carry(first, parts)
  }

  /** Writes what leads to a place anew, where that is another. */
  #head(first: number, last: number, path: string | undefined): void {
    const head = path === undefined || first < 0 ? undefined : this.way.heads?.get(path)
    if (head !== undefined) this.#write(first, last, head)
  }

  #write(first: number, last: number, text: string): void {
    for (let i = first + 1; i <= last; i++) this.#tokens[i]!.after = ''
    this.#tokens[first]!.after = text
  }

  /** Reads ["key"] or [0], and gives the path with it. */
  #index(vars: Vars, path: string | undefined): string | undefined {
    const open = this.#at
    this.#inside(vars)
    const token = this.#tokens[open + 1]
    if (path === undefined) return undefined
    if (this.#at - open !== 3 || token?.kind !== 's') return `${path}[]`
    const below = [path, token.text.slice(1, -1)].filter(Boolean).join('.')
    const now = this.#moved(below)
    if (now !== below && parentOf(now) === this.#above(below)) token.after = token.text[0]! + keyOf(now) + token.text[0]!
    return below
  }

  /** Reads the arguments of a method; those that go through a list name its members in their first argument. */
  #call(vars: Vars, method: string, path: string | undefined): string | undefined {
    const open = this.#at
    const inner = new Map(vars)
    if (loops.has(method)) {
      this.#at++
      const member = this.#peek() === 'n' ? this.#tokens[this.#at]!.text : ''
      inner.delete(member)
      if (member !== '' && path !== undefined) inner.set(member, `${path}[]`)
      this.#at = open
    }
    this.#inside(inner)
    return method === 'filter' ? path : undefined
  }

  /** Writes the new names of a chain: of its last key alone where only that is another; else anew, where it leads from the answers down. */
  #carry(first: number, parts: readonly [at: number, path: string][]): void {
    if (!this.way.move) return
    for (const [at, path] of parts) {
      const [now, above] = [this.#moved(path), this.#above(path)]
      if (parentOf(now) === above) {
        if (now !== path) this.#tokens[at]!.after = keyOf(now)
        continue
      }
      if (above !== parentOf(path)) continue
      if (first >= 0 && this.#tokens[first]!.text === 'answers' && !now.includes('[]')) this.#write(first, at, `answers.${now}`)
      return
    }
  }

  #moved(path: string): string {
    return this.way.move?.(path) ?? path
  }

  /** Where that goes which a path lies in. */
  #above(path: string): string {
    const above = parentOf(path)
    return above === '' ? '' : this.#moved(above)
  }
}

/** CEL that names answers where they are now. What it names in a way that cannot be carried is left for somebody to look at. */
export const carryCel = (text: string, way: Carriage): string => new Carrier(text, way).run()
