import { type RefObject, useLayoutEffect, useRef } from 'react'

/** Makes an element as high as what is left of the window below it, whatever stands above. */
export function useFill<E extends HTMLElement>(): RefObject<E | null> {
  const ref = useRef<E>(null)
  useLayoutEffect(() => {
    const element = ref.current
    if (!element) return
    const fill = (): void => {
      const top = element.getBoundingClientRect().top + scrollY
      element.style.setProperty('--above', `${Math.round(top)}px`)
    }
    fill()
    const watch = new ResizeObserver(fill)
    for (const sibling of element.parentElement?.children ?? []) if (sibling !== element) watch.observe(sibling)
    addEventListener('resize', fill)
    return () => {
      watch.disconnect()
      removeEventListener('resize', fill)
    }
  }, [])
  return ref
}
