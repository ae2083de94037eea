import type { APIRequestContext, Page } from '@playwright/test'
import { expect, test } from './support/test'

test.use({ language: 'en' })

const base = '/t/aurora/api/v1'
const headers = { 'X-Esteira': '1' }

interface Policy { role: string; object: string; verb: string; effect: string }
interface PolicySet { revision: number; roles: unknown; policies: Policy[] }
interface Text { en: string }
interface OpenCase {
  row: { assignee?: string }
  may: string[]
  actions: { verb: string; title: Text; allowed: boolean }[]
  dossier: { group: string; masked?: boolean }[]
  documents: { id: string; state: string; canUndo?: boolean }[]
  checks: { result: string }[]
}

/** The same numbers each time. */
function dice(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32
    return state / 2 ** 32
  }
}

const read = async <T>(request: APIRequestContext, path: string): Promise<T> => (await (await request.get(`${base}${path}`)).json()) as T

/** What is drawn to be pressed in a part of the page, by name, and whether it can be: what cannot says why. */
async function drawn(page: Page, within: string): Promise<Map<string, boolean>> {
  const found = await page.locator(within).locator('button:visible').evaluateAll((all) =>
    all.map((b): [string, boolean] => [b.getAttribute('aria-label') ?? (b.textContent ?? '').trim(), b.getAttribute('aria-disabled') !== 'true']))
  return new Map(found)
}

/** Waits until exactly these are drawn, of those that are asked about: true where they can be pressed, false where they say why not. */
async function draws(page: Page, within: string, wanted: Record<string, boolean | undefined>): Promise<void> {
  const asked = Object.keys(wanted)
  await expect.poll(async () => {
    const there = await drawn(page, within)
    return asked.map((name) => `${name}: ${there.get(name)}`)
  }).toEqual(asked.map((name) => `${name}: ${wanted[name]}`))
}

/** Part of the policies, drawn by lot, for everybody but who administers. */
function some(all: Policy[], roll: () => number): Policy[] {
  const keep = 0.55 + 0.42 * roll()
  return all.filter((p) => p.role === 'administrator' || roll() < keep)
}

/** The head of the case and what stands beside its data, tab by tab. It resolves with false where the case may not be seen. */
async function looksAt(page: Page, id: string, me: string): Promise<boolean> {
  const { request } = page
  const seen = await request.get(`${base}/cases/${id}`)
  await page.goto(`/t/aurora/cases/${id}`)
  if (seen.status() !== 200) {
    await expect(page.getByRole('heading', { name: 'You may not see this case' })).toBeVisible()
    return false
  }
  const file = (await seen.json()) as OpenCase
  const may = (verb: string): boolean => file.may.includes(verb)
  const owner = file.row.assignee ?? ''
  await expect(page.getByRole('tablist')).toBeVisible()
  await draws(page, 'main', {
    ...Object.fromEntries(file.actions.filter((a) => a.verb !== 'mend').map((a) => [a.title.en, a.allowed])),
    'Take it': owner ? undefined : may('claim'),
    'Give it back': owner === me ? may('claim') : undefined,
    Assign: may('assign') || undefined,
    'Take over': may('takeover') || undefined,
  })
  const reveals = [...(await drawn(page, 'main section[aria-label="Data"]'))].filter(([name, free]) => free && name.startsWith('Show: '))
  expect(new Set(reveals).size).toBe(file.dossier.filter((d) => d.masked && may(`reveal/${d.group}`)).length)
  await tabs(page, id, file)
  await refuses(request, id, file)
  return true
}

async function tabs(page: Page, id: string, file: OpenCase): Promise<void> {
  const may = (verb: string): boolean => file.may.includes(verb)
  const opens = (name: RegExp): Promise<void> => page.getByRole('tab', { name }).click()
  const current = file.documents.filter((d) => d.state !== 'replaced')
  if (current.length > 0 && current[0]?.state === 'stored') await draws(page, '[role="tabpanel"]', { Accept: may('judge'), Refuse: may('judge') })
  await opens(/^Checklist/)
  await draws(page, '[role="tabpanel"]', { 'Fill in for the applicant': may('assist') })
  await opens(/^Conversation/)
  await draws(page, '[role="tabpanel"]', { 'Send answer': may('reply') })
  await opens(/^Notes/)
  await draws(page, '[role="tabpanel"]', file.may.some((m) => m.startsWith('note/')) ? { Add: true } : { 'New note': false })
  const { messages } = await read<{ messages: { subject: string; mayResend?: boolean; resendWhy?: string }[] }>(page.request, `/cases/${id}/messages`)
  await opens(/^Messages/)
  await expect.poll(async () => [...(await drawn(page, '[role="tabpanel"]'))].filter(([name, free]) => free && name.startsWith('Send again')).length)
    .toBe(new Set(messages.filter((m) => m.mayResend).map((m) => m.subject)).size)
}

/** What is not drawn is refused. */
async function refuses(request: APIRequestContext, id: string, file: OpenCase): Promise<void> {
  const at = `${base}/cases/${id}`
  const document = file.documents[0]?.id ?? 'none'
  const tries: Record<string, [path: string, data?: object]> = {
    claim: ['/claim'], assist: ['/assist'], reply: ['/thread', { body: 'All the same.' }], judge: [`/documents/${document}/verdict`, { verdict: 'accepted' }],
    'note/general': ['/notes', { note: 'All the same.' }], takeover: ['/takeover'],
  }
  for (const [verb, [path, data]] of Object.entries(tries)) {
    if (file.may.includes(verb) || (verb === 'takeover' && !file.row.assignee)) continue
    const got = await request.post(`${at}${path}`, { headers: { ...headers, 'Idempotency-Key': `${crypto.randomUUID()}` }, data })
    expect([403, 404, 409], `${verb}: ${got.status()}`).toContain(got.status())
  }
  for (const action of file.actions.filter((a) => !a.allowed && a.verb !== 'mend' && a.verb !== 'request')) {
    const got = await request.post(`${at}/actions`, { headers: { ...headers, 'Idempotency-Key': `${crypto.randomUUID()}` }, data: { verb: action.verb, note: 'All the same.' } })
    expect([403, 409, 422], `${action.verb}: ${got.status()}`).toContain(got.status())
  }
}

/** The rail, and what stands above a queue. */
async function looksAtQueue(page: Page, key: string): Promise<void> {
  const { queues } = await read<{ queues: { key: string; may?: string[] }[] }>(page.request, '/queues')
  const { permissions } = await read<{ permissions: string[] }>(page.request, '/session')
  const queue = queues.find((q) => q.key === key)
  await page.goto(`/t/aurora/queues/${key}`)
  await expect.poll(() => page.getByRole('navigation', { name: 'Queues' }).getByRole('link').count()).toBe(queues.length)
  const places = await page.getByRole('navigation', { name: 'Administration' }).getByRole('link').evaluateAll((all) => all.map((a) => a.getAttribute('href')?.split('/').pop()))
  for (const [place, right] of [['cockpit', 'cockpit read'], ['members', 'member read'], ['storage', 'storage read'], ['outbox', 'outbox read'], ['audit', 'audit read'], ['lists', 'list read']] as const) {
    expect(places.includes(place), place).toBe(permissions.includes(right))
  }
  if (!queue) {
    await expect(page.getByRole('heading', { level: 1, name: 'Waiting' })).toHaveCount(0)
    return
  }
  const views = await read<{ mayExport?: boolean; mayReveal?: boolean }>(page.request, `/queues/${key}/views`)
  await draws(page, 'main', {
    'Next case': queue.may?.includes('claim') || undefined, Export: views.mayExport || undefined, Distribution: permissions.includes('queue manage') || undefined,
  })
  if (!views.mayExport) return
  await page.getByRole('button', { name: 'Export' }).click()
  await expect(page.getByRole('dialog').getByLabel('XLSX (Excel)')).toBeVisible()
  await expect(page.getByRole('dialog').getByLabel('Show masked answers')).toHaveCount(views.mayReveal ? 1 : 0)
}

test('whatever the policies say, the desk draws what the API lets a member do, and the rest is refused', async ({ member }) => {
  const [admin, boss] = [await member('administrator'), await member('supervisor')]
  const { page } = boss
  const { member: me } = await read<{ member: { id: string } }>(page.request, '/session')
  const found = await read<{ cases: { id: string }[] }>(page.request, '/queues/approval/cases?limit=6')
  const shipped = await read<PolicySet>(admin.page.request, '/policies')
  let { revision } = shipped
  const decree = async (policies: Policy[]): Promise<void> => {
    const got = await admin.page.request.put(`${base}/policies`, { headers, data: { ...shipped, policies, revision } })
    expect(got.status()).toBe(200)
    revision = ((await got.json()) as PolicySet).revision
  }
  try {
    let seen = 0
    for (let seed = 0; seed < 12; seed++) {
      await decree(some(shipped.policies, dice(seed + 1)))
      if (seed % 3 === 0) await looksAtQueue(page, 'approval')
      else if (await looksAt(page, found.cases[seed % found.cases.length]!.id, me.id)) seen++
    }
    expect(seen).toBeGreaterThan(3)
  } finally {
    await decree(shipped.policies)
  }
})
