/** A stretch of a letter; a link is the path into the sandbox that its address stands for. */
export interface Stretch {
  text: string
  link?: string
}

/** A body in stretches: the addresses that lead into the sandbox, and what stands between them. */
export function lettersOf(body: string, links: readonly string[]): Stretch[] {
  const stretches: Stretch[] = []
  let from = 0
  for (const match of body.matchAll(/https?:\/\/\S+/g)) {
    const link = links.filter((each) => match[0].includes(each)).sort((a, b) => b.length - a.length)[0]
    if (!link) continue
    // What stands right behind the link, such as a full stop, belongs to the sentence.
    const length = match[0].indexOf(link) + link.length
    stretches.push({ text: body.slice(from, match.index) }, { text: match[0].slice(0, length), link })
    from = match.index + length
  }
  stretches.push({ text: body.slice(from) })
  return stretches.filter(({ text }) => text !== '')
}
