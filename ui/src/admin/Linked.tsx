const address = /(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)])/g

/** Plain text whose web addresses can be followed; nothing else of it is markup. */
export function Linked({ text }: { text: string }) {
  return text.split(address).map((part, i) =>
    i % 2 === 1 ? <a key={i} href={part} target="_blank" rel="noreferrer" dir="ltr">{part}</a> : part,
  )
}
