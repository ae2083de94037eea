/** What Tab stops at in a part of the page, whether it can be used now or not. */
export const stopsIn = (whole: Element): HTMLElement[] => [...whole.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea, summary, [tabindex]')].filter((e) => e.tabIndex >= 0)

/** Whether something can take the focus now. */
export const isUsable = (e: HTMLElement | undefined): boolean => e !== undefined && !e.matches(':disabled') && e.checkVisibility()
