import { findings } from './support/axe'
import { expect, test } from './support/test'

test.describe('messages', () => {
  test.use({ language: 'en' })
  test.describe.configure({ timeout: 120_000 })

  test('a wording is seen as it arrives and sent to oneself; reminders keep quiet hours; an unknown file is told from one of ours', async ({ member, server }) => {
    const admin = await member('administrator')
    const { page } = admin
    await test.step('when and how often', async () => {
      await page.goto('/t/aurora/ladder')
      await page.getByRole('checkbox', { name: 'There are quiet hours each day' }).check()
      await page.getByRole('textbox', { name: 'In seven days' }).fill('3')
      expect(await findings(page)).toEqual([])
      await page.screenshot({ path: test.info().outputPath('ladder.png') })
      await page.getByRole('button', { name: 'Save' }).click()
      await expect(page.getByText('Saved. It holds for all that has not gone out yet.')).toBeVisible()
    })
    await test.step('a wording, by night, as text, and in one’s own mailbox', async () => {
      await page.goto('/t/aurora/builder/pipeline/onboarding-pf')
      await page.getByRole('tab', { name: /^Messages/ }).click()
      await page.locator('[data-item="messages/draft_reminder"]').click()
      const panel = page.locator('[data-part="panel"]')
      await expect(panel.getByRole('checkbox', { name: 'It is a reminder' })).toBeChecked()
      await panel.getByText('Dark e-mail').click()
      await page.screenshot({ path: test.info().outputPath('message-preview.png') })
      await panel.getByText('Text and SMS').click()
      await expect(panel.getByText(/SMS \(/)).toBeVisible()
      await panel.getByRole('button', { name: 'Send me a test' }).click()
      await expect(panel.getByText(/marked as a test/)).toBeVisible()
      const letter = await server.mail.letter(admin.email, /60/)
      expect(letter.subject).toMatch(/^\[/)
      expect(letter.text).not.toMatch(/\{\w+\}/) // nothing is left that nobody fills in
    })
    await test.step('the same as SMS', async () => {
      const panel = page.locator('[data-part="panel"]')
      await panel.getByLabel('How it is sent').selectOption('sms')
      await expect(panel.getByText(/goes to the telephone number/)).toBeVisible()
      await expect(panel.getByText(/SMS \(/)).toBeVisible()
      await panel.getByLabel('How it is sent').selectOption('email')
    })
    await test.step('a document of the pipeline', async () => {
      await page.getByRole('tab', { name: /^Documents/ }).click()
      await page.locator('[data-item="papers/contract"]').click()
      await page.getByRole('button', { name: 'See the PDF' }).click()
      await expect(admin.dialog.locator('iframe')).toHaveAttribute('src', /^blob:/)
      await page.screenshot({ path: test.info().outputPath('paper-preview.png') })
      await admin.dialog.getByRole('button', { name: 'Close' }).first().click()
    })
    await test.step('the log', async () => {
      await page.goto('/t/aurora/outbox')
      await page.getByLabel('State', { exact: true }).selectOption('skipped')
      await page.getByRole('button', { name: 'Show' }).click()
      await expect(page.getByText('No such message')).toBeVisible()
      await page.getByRole('button', { name: 'Clear the filter' }).click()
      await expect(page.getByRole('row').nth(1)).toBeVisible()
      await page.screenshot({ path: test.info().outputPath('outbox.png') })
    })
    await test.step('a file of somebody else', async () => {
      await page.goto('/t/aurora/verify')
      await page.locator('#verify-file').setInputFiles({ name: 'x.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4') })
      await expect(page.getByText('We do not know this file')).toBeVisible()
      expect(await findings(page)).toEqual([])
      await page.screenshot({ path: test.info().outputPath('verify.png') })
    })
  })
})
