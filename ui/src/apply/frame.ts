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

/** Tells the site around how high the page is, each time that it changes. */
export async function tellHeight(pipeline: string): Promise<void> {
  const origin = frameOrigin
  if (!origin) return
  const { framers } = await ask(api.GET('/portal/{pipeline}', { params: { path: { pipeline } } }))
  if (!isNamed(origin, framers)) return
  const page = document.getElementById('app') ?? document.body
  const tell = (): void => window.parent.postMessage({ esteira: 'frame', height: Math.ceil(page.getBoundingClientRect().height) }, origin)
  new ResizeObserver(tell).observe(page)
  tell()
}
