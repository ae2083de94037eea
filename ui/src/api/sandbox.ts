// What the pages of a try-out share with the builder around them: both are in one window, and so is its session storage.

/** Whether this page is one of a try-out, shown in a frame of the builder or in a tab of its own. */
export const isTried = (): boolean => globalThis.location?.pathname.startsWith('/t/try-') ?? false

const offsetName = 'esteira.sandbox.offset'

/** How far ahead of ours the clock of the sandbox is, in milliseconds, told by the builder. */
export const tellSandboxClock = (ahead: number): void => sessionStorage.setItem(offsetName, String(ahead))

/** The moment that it is here, in milliseconds: in a try-out, by the clock of its sandbox. */
export const nowHere = (): number => Date.now() + (isTried() ? Number(sessionStorage.getItem(offsetName)) || 0 : 0)
