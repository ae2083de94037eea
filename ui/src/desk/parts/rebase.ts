const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/** What others saved, with what was changed here since base on top of it: property by property. */
export function rebase<T extends object>(base: T, mine: T, theirs: T): T {
  const names = Object.keys({ ...base, ...mine }) as (keyof T)[]
  const changed = names.filter((name) => !same(mine[name], base[name]))
  return { ...theirs, ...Object.fromEntries(changed.map((name) => [name, mine[name]])) }
}
