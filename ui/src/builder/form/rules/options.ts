import { useContent } from '../../frame/content'
import type { Readable } from './scope'

/** The options of what a condition reads, as people call them. */
export function useOptions(): (it: Readable | undefined) => readonly { value: string; label: string }[] {
  const { read } = useContent()
  return (it) => it?.options ?? (it?.part ? [] : (it?.field?.options ?? []).map((o) => ({ value: o.value, label: read(o.label) || o.value })))
}

export const optionsOf = (it: Readable | undefined): string[] => it?.options?.map((o) => o.value) ?? (it?.part ? [] : (it?.field?.options ?? []).map((o) => o.value))
