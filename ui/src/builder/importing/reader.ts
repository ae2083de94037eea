import { isObject, type Json, type JsonObject } from '../document/json'
import { freeKey, keyFrom } from '../form/tree'

/** Something that was not taken as it was said: a key of the catalogue, and where it stands. */
export interface Note {
  pointer: string
  key: 'importing.reference' | 'importing.loop' | 'importing.keyword' | 'importing.kind' | 'importing.default' | 'importing.choice' | 'importing.condition' | 'importing.pattern' | 'importing.scalars' | 'importing.renamed'
  params?: Record<string, string>
}

/** Reads one schema: follows references inside it, joins what allOf says, and keeps notes. */
export class Reader {
  readonly notes: Note[] = []
  readonly #keys = new Map<string, string>()

  constructor(private readonly root: JsonObject, readonly locale: string) {}

  note(pointer: string, key: Note['key'], params?: Record<string, string>): void {
    if (this.notes.some((n) => n.pointer === pointer && n.key === key)) return
    this.notes.push(params ? { pointer, key, params } : { pointer, key })
  }

  /** The key that stands for a property name everywhere in the form. */
  keyOf(name: string, pointer?: string): string {
    const known = this.#keys.get(name)
    if (known) return known
    const isFit = /^[a-z][a-z0-9_]{0,39}$/.test(name)
    const snake = keyFrom(name.replace(/([a-z0-9])([A-Z])/g, '$1_$2')) || 'field'
    const key = isFit ? name : freeKey(snake, new Set(this.#keys.values()))
    this.#keys.set(name, key)
    if (!isFit && pointer !== undefined) this.note(pointer, 'importing.renamed', { name, key })
    return key
  }

  /** A schema with its reference followed and its allOf joined; {} where that cannot be done. */
  settled(schema: Json, pointer: string): JsonObject {
    if (!isObject(schema)) return {}
    const { $ref, allOf, ...own } = schema
    let whole: JsonObject = own
    if (typeof $ref === 'string') {
      const target = this.#referred($ref, pointer, refsOf(schema))
      whole = { ...target, ...own, [followed]: refsOf(target) }
    }
    if (!Array.isArray(allOf)) return whole
    return allOf.reduce<JsonObject>((joined, part, i) => {
      if (isObject(part) && ('if' in part || 'not' in part)) return { ...joined, allOf: [...((joined.allOf as Json[] | undefined) ?? []), part] }
      return join(joined, this.settled(after(part, refsOf(schema)), `${pointer}/allOf/${i}`))
    }, whole)
  }

  #referred($ref: string, pointer: string, seen: string[]): JsonObject {
    if (!$ref.startsWith('#')) {
      this.note(pointer, 'importing.reference', { ref: $ref })
      return {}
    }
    if (seen.includes($ref)) {
      this.note(pointer, 'importing.loop', { ref: $ref })
      return {}
    }
    const steps = decodeURIComponent($ref.slice(1)).split('/').slice(1).map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    const target = steps.reduce<Json>((at, step) => (isObject(at) ? at[step] : Array.isArray(at) ? at[Number(step)] : undefined), this.root)
    if (target === undefined) this.note(pointer, 'importing.reference', { ref: $ref })
    return this.settled(after(target, [...seen, $ref]), pointer)
  }
}

/** Where the references that led to a schema are kept, so that one that leads back to itself is seen. */
export const followed = '$followed'

/** The references that led to a schema. */
export const refsOf = (schema: Json): string[] => (isObject(schema) && Array.isArray(schema[followed]) ? (schema[followed] as string[]) : [])

/** A schema with the references that led to it. */
export const after = (schema: Json, refs: string[]): Json => (isObject(schema) && refs.length > 0 ? { ...schema, [followed]: refs } : schema)

/** Both schemas at once: the properties of both, all that is required. */
function join(a: JsonObject, b: JsonObject): JsonObject {
  const joined = { ...a, ...b }
  for (const name of ['properties', '$defs', 'definitions']) {
    if (isObject(a[name]) && isObject(b[name])) joined[name] = { ...a[name], ...b[name] }
  }
  if (Array.isArray(a.required) && Array.isArray(b.required)) joined.required = [...new Set([...a.required, ...b.required])]
  return joined
}
