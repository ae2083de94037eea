import { expect, type Page } from '@playwright/test'
import { type Locale, localeNames } from '../../src/i18n/locale'
import { findings } from './axe'

/**
 * The languages in which screens are looked at: what the product is first used in, and what runs from right to left. The
 * others differ in their words alone, and that those are complete is a test of ui/src/i18n.
 */
export const looked = ['pt-BR', 'ar'] as const satisfies readonly Locale[]
const height = 844

/** With LOOK=1 a picture of every screen is left in test-results/screens, for somebody to look at, and axe reads the mirrored ones too. */
const closely = !!process.env['LOOK']
const widths = closely ? [390, 1280, 1600] : [390, 1280]

let shots = 0

async function settled(page: Page): Promise<void> {
  await page.evaluate(() => Promise.all([document.fonts.ready, ...document.getAnimations().map((a) => a.finished.catch(() => undefined))]).then(() => undefined))
}

/** Whether nothing sticks out, once the screen has taken in its new width. */
async function fits(page: Page): Promise<boolean> {
  const narrow = (): boolean => document.documentElement.scrollWidth <= window.innerWidth + 1
  return page.waitForFunction(narrow, undefined, { timeout: 3000 }).then(() => true, () => false)
}

/** What sticks out. Long pages of applicants are pictured whole; the desk scrolls inside its own frame. */
async function widthsOf(page: Page, name: string, locale: Locale): Promise<string[]> {
  const fullPage = /^\d/.test(name)
  const before = page.viewportSize()
  const problems: string[] = []
  for (const width of widths) {
    await page.setViewportSize({ width, height })
    await settled(page)
    if (!(await fits(page))) problems.push(`wider than ${width} px`)
    if (closely) await page.screenshot({ path: `test-results/screens/${locale}-${width}/${name}.png`, fullPage, scale: 'css' })
  }
  if (before) await page.setViewportSize(before)
  return problems
}

/** Looks at a screen in one language: axe finds nothing, and nothing sticks out. */
export async function look(page: Page, name: string, locale: Locale): Promise<void> {
  await settled(page)
  const problems = closely || locale !== 'ar' ? await findings(page) : [] // mirrored, a screen has the same names and colours
  problems.push(...(await widthsOf(page, name, locale)))
  expect.soft(problems, `${name} in ${locale}`).toEqual([])
}

/** Looks at an applicant's screen in both directions, and leaves it in the language it was in. */
export async function lookBothWays(page: Page, name: string): Promise<void> {
  const was = (await page.locator('html').getAttribute('lang')) as Locale
  const title = `${String(++shots).padStart(2, '0')}-${name}`
  for (const locale of looked) {
    await speaks(page, locale)
    await look(page, title, locale)
  }
  await speaks(page, was)
}

async function speaks(page: Page, locale: Locale): Promise<void> {
  if ((await page.locator('html').getAttribute('lang')) === locale) return
  await page.getByRole('banner').getByRole('button', { name: localeNames[locale] }).click()
  await expect(page.locator('html')).toHaveAttribute('lang', locale)
}
