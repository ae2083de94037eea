// Check digit arithmetic, the same as builder/field/digits.go.

export function allDigits(s: string, n: number): boolean {
  return s.length === n && /^[0-9]*$/.test(s)
}

/** Whether s is the same character again and again. */
export function oneRepeated(s: string): boolean {
  return /^(.)\1*$/.test(s)
}

/** Sums the value of each character (ASCII code less 48, so that "A" is 17) times its weight, from the left. */
export function weigh(s: string, weights: number[]): number {
  return weights.reduce((sum, weight, i) => (i < s.length ? sum + (s.charCodeAt(i) - 48) * weight : sum), 0)
}

/** The same from the right end. */
export function weighRight(s: string, weights: number[]): number {
  return weigh([...s].reverse().join(''), weights)
}

/** The digit that makes the Luhn sum a multiple of ten (ISO/IEC 7812-1). */
export function luhnDigit(body: string): string {
  const digits = [...body].reverse().map(Number)
  const sum = digits.reduce((total, d, i) => total + (i % 2 === 0 ? Math.floor(d / 5) + ((d * 2) % 10) : d), 0)
  return String((10 - (sum % 10)) % 10)
}

/** The check digit of CPF, CNPJ and PIS: 11 less the rest, and 0 where that has two digits. */
export function elevenLess(sum: number): string {
  return sum % 11 < 2 ? '0' : String(11 - (sum % 11))
}

/** Whether a day exists in the Gregorian calendar. The three are digits, the year has four. */
export function realDay(year: string, month: string, day: string): boolean {
  const [y, m, d] = [Number(year), Number(month), Number(day)]
  return m >= 1 && m <= 12 && d >= 1 && d <= new Date(Date.UTC(y, m, 0)).getUTCDate()
}
