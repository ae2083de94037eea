const two = (n: number): string => String(n).padStart(2, '0')

/** The day of an instant in the reader's zone, as a date field holds it. */
export function dayOf(at: number): string {
  const d = new Date(at)
  return `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())}`
}

const midnight = (day: string, more: number): string => {
  const [y = 0, m = 1, d = 1] = day.split('-').map(Number)
  return new Date(y, m - 1, d + more).toISOString()
}

/** When a day begins in the reader's zone. */
export const startOf = (day: string): string => midnight(day, 0)

/** When a day is over in the reader's zone. */
export const endOf = (day: string): string => midnight(day, 1)

/** The last day of a time that ends at an instant. */
export const lastDay = (until: string): number => new Date(until).getTime() - 1
