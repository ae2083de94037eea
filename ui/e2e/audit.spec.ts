import type { Locale } from '../src/i18n/locale'
import { findings } from './support/axe'
import { look } from './support/look'
import { expect, test } from './support/test'

for (const language of ['pt-BR', 'ar'] satisfies Locale[]) {
  test.describe(`what the administration changes, in ${language}`, () => {
    test.use({ language })
    test('stands in the audit with who changed it', async ({ member }) => {
      const { page, words } = await member('administrator')
      const colour = { 'pt-BR': '#14532d', ar: '#7f1d1d' }[language] // another for each: both share a server
      const layout = { 'pt-BR': 'Pessoas expostas do Brasil (PEP), CSV', ar: 'الأشخاص المعرّضون سياسيًا في البرازيل، CSV' }[language]
      await page.goto('/t/aurora/brand')
      const accent = page.locator('input:not([type=color])').first()
      await accent.fill(colour)
      await accent.press('Tab')
      await page.getByRole('button', { name: words.say('Save'), exact: true }).click()
      await expect.poll(async () => (await page.request.get('/t/aurora/api/v1/audit/events')).text()).toContain(colour)
      await page.goto('/t/aurora/audit')
      const row = page.getByRole('row').filter({ hasText: colour }).first()
      await expect(row).toContainText('Administração') // who is signed in
      await expect(page.getByText(layout).first()).toBeVisible() // how a list is laid out, in words
      const long = page.getByRole('row').filter({ has: page.locator('button[aria-expanded]') }).first()
      const more = long.locator('button[aria-expanded]')
      const total = Number((await more.textContent())?.match(/\d+|[٠-٩]+/)?.[0].replace(/[٠-٩]/g, (digit) => String('٠١٢٣٤٥٦٧٨٩'.indexOf(digit))))
      await expect(long.getByRole('listitem')).not.toHaveCount(total)
      await more.focus()
      await page.keyboard.press('Enter')
      await expect(more).toHaveAttribute('aria-expanded', 'true')
      await expect(long.getByRole('listitem')).toHaveCount(total)
      await page.keyboard.press('Enter')
      expect(await findings(page)).toEqual([])
      await look(page, 'audit', language)
    })
  })
}
