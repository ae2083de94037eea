import type { Case, Datum, Document } from '../query/cases'

/** The documents that answer something now, in the order of the form; those that were replaced are their versions. */
export const currentOf = (documents: readonly Document[]): Document[] => documents.filter((d) => d.state !== 'replaced')

/** All versions of what a document stands for, the newest first. */
export const versionsOf = (documents: readonly Document[], { field, id }: Document): Document[] =>
  documents.filter((d) => d.field === field && (d.state === 'replaced' || d.id === id || documents.find((x) => x.id === id)?.state === 'replaced')).toReversed()

const otherSides: readonly [string, string][] = [['front', 'back'], ['back', 'front'], ['frente', 'verso'], ['verso', 'frente']]

/** What one would want to see beside a document: its other side, else the version before, else the next one. */
export function beside(documents: readonly Document[], shown: Document): Document | undefined {
  const all = currentOf(documents).filter((d) => d.id !== shown.id)
  const name = shown.kind || shown.field
  const side = otherSides.map(([a, b]) => (name.includes(a) ? name.replace(a, b) : undefined)).find((wanted) => wanted && all.some((d) => (d.kind || d.field) === wanted))
  const older = versionsOf(documents, shown).find((d) => d.id !== shown.id && !d.erasedAt)
  return all.find((d) => (d.kind || d.field) === side) ?? older ?? all[(currentOf(documents).findIndex((d) => d.id === shown.id)) % Math.max(all.length, 1)]
}

const files: readonly string[] = ['file', 'image', 'signature']

/** What a document proves: as its field says, else what was asked on the same page. */
export function provenBy(file: Pick<Case, 'dossier'>, document: Document): Datum[] {
  const named = document.proves ?? []
  if (named.length > 0) return named.flatMap((path) => file.dossier.filter((d) => d.path === path))
  const page = JSON.stringify(file.dossier.find((d) => d.path === document.field)?.page ?? null)
  return file.dossier.filter((d) => JSON.stringify(d.page) === page && !files.includes(d.type))
}
