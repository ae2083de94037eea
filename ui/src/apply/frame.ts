import { api, ask } from '../api/client'
import { frameOrigin } from '../api/frame'
import { applyAccent } from '../design/brand'

const colour = /^#[0-9a-f]{6}$/i

/** How the site around wants it to look. Its own style sheet cannot reach in here. */
export function dress(search: string): void {
  if (!frameOrigin) return
  const query = new URLSearchParams(search)
  document.documentElement.dataset['frame'] = query.get('theme') === 'plain' ? 'plain' : 'whole'
  const accent = query.get('accent')
  if (accent && colour.test(accent)) applyAccent(accent)
}

/** Whether the tenant named a site for a pipeline: only such a one is told anything. */
export const isNamed = (origin: string, named: readonly string[] | undefined): boolean => named?.includes(origin) ?? false

/** What embed.js of the site around understands. */
type Told = { height: number } | { place: { top: number; bottom: number } } | { happened: 'ready' | 'started' | 'submitted' | 'answered'; reference?: string }

/** The site around, once it is known to be one that may be told. */
let host: string | undefined

/** Tells the site around what happened; nobody where there is none, or none that the tenant named. */
export function tell(message: Told): void {
  if (host) window.parent.postMessage({ esteira: 'frame', ...message }, host)
}

/** Whether something is being pressed. What is under the pointer is in view, and must not move away before it is let go. */
let isPressing = false

function watchPress(): void {
  document.addEventListener('pointerdown', () => (isPressing = true), true)
  for (const end of ['pointerup', 'pointercancel']) document.addEventListener(end, () => (isPressing = false), true)
}

function tellPlace(event: FocusEvent): void {
  if (isPressing || !(event.target instanceof Element)) return
  const { top, bottom } = event.target.getBoundingClientRect()
  tell({ place: { top, bottom } })
}

/** Tells the site around how high the page is, each time that it changes, and where the focus went. */
export async function tellSite(pipeline: string): Promise<void> {
  const origin = frameOrigin
  if (!origin) return
  const { framers } = await ask(api.GET('/portal/{pipeline}', { params: { path: { pipeline } } }))
  if (!isNamed(origin, framers)) return
  host = origin
  const page = document.getElementById('app') ?? document.body
  const measure = (): void => tell({ height: Math.ceil(page.getBoundingClientRect().height) })
  new ResizeObserver(measure).observe(page)
  watchPress()
  document.addEventListener('focusin', tellPlace)
  tell({ happened: 'ready' })
  measure()
}

/**
 * Whether a cookie set in this frame comes back. Browsers that keep cookies apart for each site around do so; where all of
 * them are blocked, an application could be begun and never be found again.
 */
export function keepsCookies(): boolean {
  if (!frameOrigin) return true
  const name = 'esteira_frame'
  document.cookie = `${name}=1; Path=/; Secure; SameSite=None; Partitioned; Max-Age=60`
  const kept = document.cookie.split('; ').includes(`${name}=1`)
  document.cookie = `${name}=; Path=/; Secure; SameSite=None; Partitioned; Max-Age=0`
  return kept
}
