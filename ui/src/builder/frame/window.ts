import { newId } from '../document/id'

const name = 'esteira.window'

/** What the window was called before it was loaded again. It is taken away, so that a copy of the window gets a name of its own. */
function taken(): string | null {
  try {
    const before = sessionStorage.getItem(name)
    sessionStorage.removeItem(name)
    return before
  } catch {
    return null // a browser without storage
  }
}

/** Tells this window from others of the same person, also after it was loaded again. */
export const windowId = taken() ?? newId()

window.addEventListener('pagehide', () => {
  try {
    sessionStorage.setItem(name, windowId)
  } catch {
    // Without storage the window is another after it is loaded again.
  }
})
window.addEventListener('pageshow', (e) => void (e.persisted && taken()))
