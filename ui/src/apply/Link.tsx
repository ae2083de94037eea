import type { MouseEvent, ReactNode } from 'react'
import { ButtonLink } from '../design/Button'
import { navigate } from './router'

/** Leaves clicks alone that ask for a new tab or window. */
export function follow(event: MouseEvent<HTMLAnchorElement>): void {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
  event.preventDefault()
  const { pathname, search, hash } = new URL(event.currentTarget.href)
  navigate(pathname + search + hash)
}

export function Link({ href, children }: { href: string; children: ReactNode }) {
  return <a href={href} onClick={follow}>{children}</a>
}

export function GoButton({ href, kind, children }: { href: string; kind?: 'primary' | 'secondary' | 'quiet'; children: ReactNode }) {
  return <ButtonLink href={href} kind={kind} onClick={follow}>{children}</ButtonLink>
}
