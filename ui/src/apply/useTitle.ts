import { useEffect, useRef } from 'react'
import { useI18n } from '../i18n/I18n'
import { useBrand } from './brandContext'

let isFirst = true

/** Names the browser's tab: "Error: question – application – organisation". */
export function useTitle(...parts: (string | undefined)[]): void {
  const { name } = useBrand()
  const title = [...parts, name].filter(Boolean).join(' – ')
  useEffect(() => {
    document.title = title
  }, [title])
}

/** The title of a page that may have something wrong. */
export function useErrorTitle(hasErrors: boolean, ...parts: (string | undefined)[]): void {
  const { t } = useI18n()
  const [first, ...rest] = parts
  useTitle(hasErrors ? t('common.error.inTitle', { title: first ?? '' }) : first, ...rest)
}

/** Moves to the top and gives the focus to the heading whenever the place changes; not when the app has just loaded. */
export function useArrival(place: string) {
  const ref = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (!isFirst) {
      window.scrollTo(0, 0)
      ref.current?.focus({ preventScroll: true })
    }
    isFirst = false
  }, [place])
  return ref
}
