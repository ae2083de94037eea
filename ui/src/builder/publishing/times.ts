const two = (n: number): string => String(n).padStart(2, '0')

/** An instant as an input of the reader's zone shows it; "" where there is none. */
export function toLocal(iso: string | undefined): string {
  if (!iso) return ''
  const at = new Date(iso)
  return `${String(at.getFullYear()).padStart(4, '0')}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`
}

/** The instant that an input of the reader's zone means; undefined where it is empty. */
export function fromLocal(value: string): string | undefined {
  const at = new Date(value)
  return value === '' || Number.isNaN(at.getTime()) ? undefined : at.toISOString()
}
