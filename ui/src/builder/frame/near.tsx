import { createContext, type ReactNode, type RefObject, useContext, useEffect, useState } from 'react'

/** What stands near the part of the canvas that is in sight: only that is drawn in full, however long the form is. */
class Neighbourhood {
  #tell = new Map<Element, (isNear: boolean, height: number) => void>()
  #observer: IntersectionObserver | undefined

  constructor(
    private readonly canvas: RefObject<Element | null>,
    readonly first: ReadonlySet<string>,
  ) {}

  watch(element: Element, tell: (isNear: boolean, height: number) => void): () => void {
    this.#observer ??= new IntersectionObserver(
      (seen) => seen.forEach((entry) => this.#tell.get(entry.target)?.(entry.isIntersecting, entry.boundingClientRect.height)),
      { root: this.canvas.current, rootMargin: '75% 0px' },
    )
    this.#tell.set(element, tell)
    this.#observer.observe(element)
    return () => {
      this.#tell.delete(element)
      this.#observer?.unobserve(element)
    }
  }
}

const Context = createContext<Neighbourhood | undefined>(undefined)

/** first are the ids that are in sight before anything was measured. */
export function NeighbourhoodProvider({ canvas, first, children }: { canvas: RefObject<Element | null>; first: () => string[]; children: ReactNode }) {
  const [neighbourhood] = useState(() => new Neighbourhood(canvas, new Set(first())))
  return <Context value={neighbourhood}>{children}</Context>
}

/** Whether a card is near what is in sight, and how high it was in pixels when it last was; 0 before. */
export function useNear(id: string, element: RefObject<Element | null>): { isNear: boolean; height: number } {
  const neighbourhood = useContext(Context)
  if (!neighbourhood) throw new Error('useNear outside of the canvas')
  const [place, setPlace] = useState(() => ({ isNear: neighbourhood.first.has(id), height: 0 }))
  useEffect(() => {
    const it = element.current
    // A card that leaves has its full height still; one that comes has the height that was kept for it.
    return it ? neighbourhood.watch(it, (isNear, height) => setPlace((was) => (was.isNear === isNear ? was : { isNear, height: isNear ? was.height : height }))) : undefined
  }, [neighbourhood, element])
  return place
}
