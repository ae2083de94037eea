/** What the text of a document may name: an answer, or what the server knows of every case. */
interface Place {
  value: string
  label: string
  isOwn?: boolean
}

/** A text with answers by what people call them; what the server fills in itself stays as it is. */
export function labelled(text: string, places: readonly Place[]): string {
  const labels = new Map(places.flatMap(({ value, label, isOwn }) => (isOwn ? [] : [[value, label]])))
  return text.replace(/\{([^{}]+)\}/g, (whole, name: string) => (labels.has(name) ? `{${labels.get(name)}}` : whole))
}
