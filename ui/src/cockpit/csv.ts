/** A file that spreadsheets open as they should: UTF-8 with a mark, RFC 4180, and no cell that is taken for a formula. */
export function csvOf(rows: readonly (readonly (string | number)[])[], locale: string): string {
  const separator = /^(pt|es)\b/.test(locale) ? ';' : ','
  const cell = (value: string | number): string => {
    const text = typeof value === 'string' && /^[=+\-@\t\r\n＝＋－＠]/.test(value) ? `'${value}` : String(value)
    return /["\r\n;,]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  }
  return `\uFEFF${rows.map((row) => row.map(cell).join(separator)).join('\r\n')}\r\n`
}

/** Hands a file to the browser to keep. */
export function keepFile(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
