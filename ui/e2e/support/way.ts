/** Where the focus is, and where it shall go. */
export interface View {
  isThere: boolean
  /** What has the focus, for the report of a way that does not lead there. */
  at: string
  /** How many presses of Tab away; backwards below 0. */
  far: number
  /** How many can be reached by Tab. */
  count: number
  /** Both are in a dialog, where Tab goes round. */
  isTrapped: boolean
  /** Nothing has the focus yet, and the target is in the main part of the page. */
  isOutside: boolean
  /** In a tree, a list of tabs, a grid: how far by arrows. */
  inside?: { down: number; across: number }
  /** The parts of the builder, between which F6 goes. */
  parts?: { here: number; there: number; count: number }
}

/** Looks at the page as a person does who works by keyboard. Runs in the page, so all that it needs is in it; the screen has come to rest first. */
export async function look(target: Element): Promise<View> {
  await new Promise((rest) => requestAnimationFrame(() => setTimeout(rest)))
  const top = (window.top ?? window).document
  const activeIn = (page: Document): Element | null => {
    const inner = page.activeElement?.tagName === 'IFRAME' ? (page.activeElement as HTMLIFrameElement).contentDocument : null
    return inner ? activeIn(inner) : page.activeElement
  }
  const active = activeIn(top) ?? top.body
  const isOneOfMany = (e: HTMLInputElement): boolean => e.type === 'radio' && !e.checked && e.name !== '' && [...e.ownerDocument.querySelectorAll<HTMLInputElement>(`input[type=radio][name="${CSS.escape(e.name)}"]`)].some((other) => other.checked || other.compareDocumentPosition(e) & 4)
  const stopsIn = (root: Element): HTMLElement[] =>
    [...root.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea, summary, iframe, [tabindex]')]
      .filter((e) => e.tabIndex >= 0 && !(e as HTMLButtonElement).disabled && e.checkVisibility({ visibilityProperty: true }) && !isOneOfMany(e as HTMLInputElement))
      .flatMap((e) => (e.tagName === 'IFRAME' ? stopsIn((e as HTMLIFrameElement).contentDocument!.body) : [e]))
  const trap = [...target.ownerDocument.querySelectorAll('[role="dialog"]')].filter((d) => d.checkVisibility() && d.contains(target)).at(-1)
  const isTrapped = trap?.contains(active) ?? false
  const stops = stopsIn(isTrapped ? trap! : top.body)
  // Of these one is in the order of Tab; the others are reached from it by arrows.
  const kinds = [['[role="tree"]', '[role="treeitem"]'], ['[role="tablist"]', '[role="tab"]'], ['[role="grid"]', '[role="checkbox"]'], ['[data-part="canvas"]', '[data-node]']] as const
  const kind = kinds.find(([, item]) => target.matches(item))
  const whole = kind && target.closest(kind[0])
  const items = whole ? [...whole.querySelectorAll(kind[1])] : (target as HTMLInputElement).type === 'radio' ? [...target.ownerDocument.getElementsByName((target as HTMLInputElement).name)] : [target]
  const stop = stops.includes(target as HTMLElement) ? target : (items.find((e) => stops.includes(e as HTMLElement)) ?? target)
  // What Tab does not stop at lies before the next that it stops at on the same page, or behind the last.
  const between = (e: Element): number => {
    const next = stops.findIndex((s) => s.ownerDocument === e.ownerDocument && e.compareDocumentPosition(s) & 4)
    return next >= 0 ? next - 0.5 : stops.findLastIndex((s) => s.ownerDocument === e.ownerDocument) + 0.5
  }
  const place = (e: Element): number => (stops.includes(e as HTMLElement) ? stops.indexOf(e as HTMLElement) : between(e))
  const by = place(stop) - place(active)
  const cell = (e: Element): [number, number] => {
    const row = e.closest('tr')
    return row ? [[...whole!.querySelectorAll('tr')].filter((r) => r.querySelector('[role="checkbox"]')).indexOf(row), [...row.children].indexOf(e.closest('td')!)] : [items.indexOf(e), 0]
  }
  const isInside = items.includes(active) && active !== target
  const [down, across] = isInside ? cell(target).map((n, i) => n - cell(active)[i]!) as [number, number] : [0, 0]
  const isRow = whole?.matches('[role="tablist"]') ?? false
  const onwards = isRow && getComputedStyle(whole!).direction === 'rtl' ? -1 : 1
  const parts = [...top.querySelectorAll('[data-part]')].filter((part) => part.checkVisibility())
  const partOf = (e: Element): number => parts.findIndex((part) => part.contains(e.ownerDocument === top ? e : e.ownerDocument.defaultView!.frameElement))
  // What stands between the parts is reached from the one beside it.
  const distance = (part: Element): number => Math.abs(stops.findIndex((s) => part.contains(s)) - place(stop))
  const nearest = (): number => parts.indexOf([...parts].sort((a, b) => distance(a) - distance(b))[0]!)
  const there = partOf(target) < 0 ? nearest() : partOf(target)
  const name = (e: Element): string => `${e.tagName.toLowerCase()} ${e.getAttribute('aria-label') ?? (e as HTMLInputElement).labels?.[0]?.textContent ?? e.textContent?.slice(0, 40) ?? ''}`
  return {
    isThere: active === target,
    at: name(active),
    far: by > 0 ? Math.ceil(by) : Math.floor(by),
    count: stops.length,
    isTrapped,
    isOutside: active === target.ownerDocument.body && target.closest('main') !== null && active.querySelector('a[href="#main"]') !== null,
    ...(isInside && { inside: isRow ? { down: 0, across: down * onwards } : { down, across } }),
    ...(parts.length > 1 && !trap && { parts: { here: partOf(active), there, count: parts.length } }),
  }
}
