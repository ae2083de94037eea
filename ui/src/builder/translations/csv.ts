const quoted = (cell: string): string => (/[",\n\r;]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)

/** Rows as comma-separated values (RFC 4180). */
export const toCsv = (rows: readonly (readonly string[])[]): string => rows.map((row) => row.map(quoted).join(',')).join('\r\n')

/** The separator of the first line: spreadsheets of many countries write semicolons. */
function separatorOf(text: string): string {
  const line = text.slice(0, text.search(/[\r\n]|$/))
  return line.split(';').length > line.split(',').length ? ';' : ','
}

/** Reads comma-separated values; quotes may hold separators, line ends and doubled quotes. */
export function fromCsv(given: string): string[][] {
  const text = given.replace(/^\uFEFF/, '')
  const separator = separatorOf(text)
  const rows: string[][] = []
  let [row, cell, isQuoted] = [[] as string[], '', false]
  const end = (): void => {
    rows.push([...row, cell])
    ;[row, cell] = [[], '']
  }
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!
    if (isQuoted && char === '"' && text[i + 1] === '"') cell += text[i++]
    else if (char === '"') isQuoted = !isQuoted
    else if (isQuoted) cell += char
    else if (char === separator) [row, cell] = [[...row, cell], '']
    else if (char === '\n') end()
    else if (char !== '\r') cell += char
  }
  end()
  return rows.filter((each) => each.some((one) => one !== ''))
}
