import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { FrameLocator, Page } from '@playwright/test'
import { findings } from './support/axe'
import { photo } from './support/pictures'
import { Site } from './support/site'
import { expect, test } from './support/test'

const staff = JSON.parse(readFileSync(resolve('src/i18n/en/share.json'), 'utf8')) as Record<string, string>

test.use({ language: 'en' })

const filler = `<p style="height: 1400px">A long page of a shop</p>`

/** Names the sites that may show the pipeline, at the desk, and takes the snippets from there. */
async function allows(page: Page, origin: string): Promise<{ script: string; frame: string }> {
  await page.goto('/t/aurora/share?pipeline=onboarding-pf')
  await page.getByLabel(staff['origins'] ?? '').fill(origin)
  await page.getByRole('button', { name: staff['save'], exact: true }).click()
  await expect(page.getByLabel(staff['origins'] ?? '')).toHaveValue(origin)
  await page.getByLabel(staff['embed.plain'] ?? '').check()
  await expect(page.frameLocator('iframe').getByRole('heading', { level: 1 })).toBeVisible()
  await page.getByText(staff['embed.frame'] ?? '', { exact: true }).first().click()
  const [script, frame] = await Promise.all(['embed.script', 'embed.frame'].map((key) => page.locator('pre', { hasText: /embed\.js|<iframe/ }).and(page.getByLabel(staff[key] ?? '', { exact: true })).innerText()))
  expect(await findings(page)).toEqual([])
  return { script: script ?? '', frame: frame ?? '' }
}

const heard = (page: Page): Promise<string[]> => page.evaluate(() => (window as unknown as { heard: string[] }).heard)
const listens = `<script>heard = []; for (const name of ['ready', 'started', 'submitted']) addEventListener('esteira:' + name, (e) => heard.push(name + (e.detail.reference ? ' with reference' : '')))</script>`

async function getsStarted(page: Page, frame: FrameLocator): Promise<void> {
  await frame.getByRole('button', { name: 'Start', exact: true }).click()
  await expect(frame.getByRole('heading', { level: 1, name: 'Get started' })).toBeVisible()
  // What is wrong is said at the top of the frame, and that comes into view of the page around it.
  await frame.getByRole('button', { name: 'Continue', exact: true }).click()
  await expect(frame.getByText('There is a problem')).toBeInViewport()
  expect(await page.evaluate(() => window.scrollY)).toBeGreaterThan(0)
}

test('a site that was named shows an application, which grows and says what happens; others are refused, and who blocks cookies finds a way out', async ({ member, opens }) => {
  const desk = await member('administrator')
  const pages: Record<string, string> = {}
  const [shop, stranger] = [await Site.open(pages), await Site.open(pages)]
  try {
    const { script, frame } = await allows(desk.page, shop.origin)
    pages['/script'] = `${listens}<body>${filler}${script}${filler}`
    pages['/bare'] = `<body><h1>Shop</h1>${frame}`

    const visitor = await opens({ viewport: { width: 1000, height: 800 } })
    await visitor.goto(`${shop.origin}/script`)
    const inside = visitor.frameLocator('iframe')
    await expect(inside.getByRole('button', { name: 'Start', exact: true })).toBeVisible()
    await expect(inside.getByRole('banner')).toBeHidden() // theme="plain"
    await getsStarted(visitor, inside)
    // Nothing scrolls inside, however long the page has become.
    const isWhole = async (): Promise<boolean> => inside.locator('html').evaluate((html) => html.scrollHeight <= html.clientHeight + 1)
    await expect.poll(isWhole).toBe(true)
    expect(await heard(visitor)).toEqual(['ready', 'started with reference'])

    // The session lasts through a reload of the site around, and a file arrives from within.
    await visitor.reload()
    await inside.getByRole('link', { name: 'Continue', exact: true }).click()
    await inside.getByRole('link', { name: 'Photos of the document' }).or(inside.getByRole('heading', { level: 1 })).first().waitFor()
    const within = visitor.frames().find((f) => f !== visitor.mainFrame())!
    await within.evaluate(() => {
      history.pushState(null, '', '/t/aurora/apply/onboarding-pf/page/photos')
      dispatchEvent(new PopStateEvent('popstate'))
    })
    const front = inside.getByRole('group', { name: 'Photo of document front' })
    await front.locator('input[type=file]').first().setInputFiles(await photo(visitor, 'RG'))
    await inside.getByRole('button', { name: 'Use this one' }).click()
    await expect(front.getByText('View')).toBeVisible()

    // The frame without the script works too, and knows what was begun from the same site.
    await visitor.goto(`${shop.origin}/bare`)
    await expect(inside.getByText('You have an application in progress')).toBeVisible()

    // Any other site gets nothing: the browser itself refuses.
    const refused = visitor.waitForEvent('console', (m) => /frame-ancestors/.test(m.text()))
    await visitor.goto(`${stranger.origin}/bare`)
    await refused
    await expect(inside.getByRole('main')).toHaveCount(0)

    // What browsers do that block the cookies of sites within sites: writing them does nothing. The way leads out of the frame.
    const wary = await opens({ viewport: { width: 390, height: 844 } })
    await wary.addInitScript(() => {
      if (window.parent !== window) Object.defineProperty(document, 'cookie', { get: () => '', set: () => undefined })
    })
    await wary.goto(`${shop.origin}/script`)
    const opened = wary.waitForEvent('popup')
    await wary.frameLocator('iframe').getByRole('link', { name: 'Open the application in a new tab' }).click()
    await (await opened).getByRole('button', { name: 'Start', exact: true }).click()
    await expect((await opened).getByRole('heading', { level: 1, name: 'Get started' })).toBeVisible()
  } finally {
    shop.close()
    stranger.close()
  }
})
