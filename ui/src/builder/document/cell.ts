/** One value that parts of the screen follow, each on its own: a change draws anew only who looks at what changed. */
export class Cell<T> {
  #listeners = new Set<() => void>()

  constructor(private value: T) {}

  get = (): T => this.value

  set = (value: T): void => {
    this.value = value
    for (const listener of this.#listeners) listener()
  }

  /** For useSyncExternalStore. */
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}
