import { useEffect } from 'react'
import { useBrand } from '../brand'

/** What the window and its tab are called; nothing is changed without a title. */
export function useWindowTitle(title: string | undefined): void {
  const { name } = useBrand()
  useEffect(() => {
    if (title) document.title = `${title} – ${name}`
  }, [title, name])
}
