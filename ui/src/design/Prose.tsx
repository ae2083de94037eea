import type { ReactNode } from 'react'
import css from './Prose.module.css'
import { join } from './join'

/** **strong** and [text](https://…), nothing else: tenants write these texts, so no HTML is ever taken from them. */
const inline = /\*\*([^*]+)\*\*|\[([^\]]+)\]\((https?:\/\/[^\s)]+)\)/g

function spans(line: string): ReactNode[] {
  const out: ReactNode[] = []
  let from = 0
  for (const m of line.matchAll(inline)) {
    out.push(line.slice(from, m.index))
    out.push(m[1]
      ? <strong key={m.index}>{m[1]}</strong>
      : <a key={m.index} href={m[3]} target="_blank" rel="noopener noreferrer">{m[2]}</a>)
    from = m.index + m[0].length
  }
  out.push(line.slice(from))
  return out
}

function block(text: string, key: number): ReactNode {
  const lines = text.split('\n')
  if (lines.every((l) => /^[-*] /.test(l))) {
    return <ul key={key}>{lines.map((l) => <li key={l}>{spans(l.slice(2))}</li>)}</ul>
  }
  if (/^#{1,3} /.test(text)) return <h3 key={key}>{text.replace(/^#+ /, '')}</h3>
  return <p key={key}>{lines.flatMap((l, i) => (i > 0 ? [<br key={`b${i}`} />, ...spans(l)] : spans(l)))}</p>
}

interface ProseProps {
  text: string
  /** A long legal text in its own box that scrolls; it can be reached by keyboard. */
  boxed?: boolean
  label?: string
}

/** Text written by a tenant: paragraphs, bullet lists, headings, links. */
export function Prose({ text, boxed = false, label }: ProseProps) {
  const blocks = text.trim().split(/\n\s*\n/).map((b, i) => block(b.trim(), i))
  if (!boxed) return <div className={css.prose}>{blocks}</div>
  return <div className={join(css.prose, css.boxed)} tabIndex={0} role="region" aria-label={label}>{blocks}</div>
}
