// Formatting for people. What is formatted here is never parsed again.

/** Latin digits unless the locale asks for others ("ar-EG-u-nu-arab"): defaults differ between browsers. */
export function numerals(locale: string): { numberingSystem?: string } {
  return locale.includes('-nu-') ? {} : { numberingSystem: 'latn' }
}

export function formatNumber(value: unknown, locale: string, options: Intl.NumberFormatOptions = {}): string {
  if (typeof value !== 'number') return ''
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 10, ...numerals(locale), ...options }).format(value)
}

export function formatDate(value: unknown, locale: string): string {
  if (typeof value !== 'string') return ''
  const instant = new Date(`${value}T00:00:00Z`)
  if (Number.isNaN(instant.getTime())) return value
  const parts: Intl.DateTimeFormatOptions = { year: 'numeric', month: '2-digit', day: '2-digit', timeZone: 'UTC' }
  return new Intl.DateTimeFormat(locale, { ...parts, calendar: 'gregory', ...numerals(locale) }).format(instant)
}
