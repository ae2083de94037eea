export type Person = Record<string, string>

/** The cells of one line: quoted ones may hold the separator and doubled quotes. */
function cells(line: string, separator: string): string[] {
  const out: string[] = []
  let cell = ''
  let isQuoted = false
  for (let i = 0; i < line.length; i++) {
    const c = line[i]!
    if (isQuoted && c === '"' && line[i + 1] === '"') cell += line[++i]!
    else if (c === '"' && (isQuoted || cell.trim() === '')) isQuoted = !isQuoted
    else if (!isQuoted && c === separator) {
      out.push(cell.trim())
      cell = ''
    } else cell += c
  }
  return [...out, cell.trim()]
}

/** What stands most often in the heading line: a spreadsheet pastes tabs, a file has commas or semicolons. */
const separatorOf = (line: string): string =>
  ['\t', ';', ','].map((s) => [s, line.split(s).length] as const).sort((a, b) => b[1] - a[1])[0]![0]

/**
 * People of a pasted text: addresses, one in each line, or a table whose heading line names columns. Headings are keys, or
 * what the form calls its fields in any language; a heading that is neither stays as it is, for the server to say so.
 */
export function peopleOf(text: string, email: string, keyOf: (heading: string) => string | undefined): Person[] {
  const lines = text.split(/\r?\n/).filter((l) => l.trim() !== '')
  const [first = ''] = lines
  if (first.includes('@') || lines.length === 0) {
    return lines.map((l) => ({ [email]: cells(l, separatorOf(l))[0] ?? '' }))
  }
  const separator = separatorOf(first)
  const heads = cells(first, separator).map((h) => keyOf(h) ?? h)
  return lines.slice(1).map((l) => {
    const row = cells(l, separator)
    return Object.fromEntries(heads.flatMap((h, i) => (h && row[i] ? [[h, row[i]]] : [])))
  })
}
