import { useEffect } from 'react'
import { navigate } from './router'

/** Goes elsewhere, and leaves no step for the back button. */
export function Redirect({ href }: { href: string }) {
  useEffect(() => navigate(href, true), [href])
  return null
}
