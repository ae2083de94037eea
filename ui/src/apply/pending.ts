/** Answers that the server has not confirmed, by page and field key; null takes an answer back. */
export type Pending = Record<string, Record<string, unknown>>

const name = (caseId: string): string => `esteira.pending.${caseId}`

/** What was typed in an earlier visit and never reached the server. */
export function readPending(caseId: string, storage?: Storage): Pending {
  try {
    const found: unknown = JSON.parse((storage ?? localStorage).getItem(name(caseId)) ?? '{}')
    return typeof found === 'object' && found !== null ? (found as Pending) : {}
  } catch {
    return {}
  }
}

/** Keeps it for a refresh; nothing is left behind once all is saved. */
export function writePending(caseId: string, pending: Pending, storage?: Storage): void {
  try {
    const place = storage ?? localStorage // asking for it throws in a frame of a site whose visitors allow no such thing
    if (Object.keys(pending).length === 0) place.removeItem(name(caseId))
    else place.setItem(name(caseId), JSON.stringify(pending))
  } catch {
    // Full or forbidden: what was typed is still in memory.
  }
}

/** What is pending under the pages that ask for it by now; pageOf knows none for a field that is gone. */
export function rehomed(pending: Pending, pageOf: (key: string) => string | undefined): Pending {
  const out: Pending = {}
  for (const values of Object.values(pending)) {
    for (const [key, value] of Object.entries(values)) {
      const page = pageOf(key)
      if (page !== undefined) (out[page] ??= {})[key] = value
    }
  }
  return out
}

/** Answers with what is pending laid over them. */
export function overlay(answers: Readonly<Record<string, unknown>>, pending: Pending): Record<string, unknown> {
  const merged = { ...answers }
  for (const values of Object.values(pending)) {
    for (const [key, value] of Object.entries(values)) {
      if (value === null) delete merged[key]
      else merged[key] = value
    }
  }
  return merged
}
