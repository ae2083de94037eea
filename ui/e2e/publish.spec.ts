import type { Page } from '@playwright/test'
import { findings } from './support/axe'
import { Builder } from './support/builder'
import { password } from './support/member'
import { expect, test } from './support/test'

test.use({ language: 'en' })
test.describe.configure({ mode: 'serial' })

const question = 'Preferred name'
const tenant = 'horizonte' // the other journeys are at aurora, and want its form as it is

async function logsIn(page: Page): Promise<void> {
  await page.goto(`/t/${tenant}/login`)
  await page.getByLabel('E-mail').fill(`admin@${tenant}.example`)
  await page.getByRole('textbox', { name: 'Password' }).fill(password)
  await page.getByRole('button', { name: 'Log in' }).click()
  await expect(page.getByRole('navigation').first()).toBeVisible()
}

async function opens(page: Page, kind: 'form' | 'pipeline', key: string): Promise<void> {
  await page.goto(`/t/${tenant}/builder/${kind}/${key}`)
  await expect(page.getByRole('button', { name: 'Publish' })).toBeVisible()
}

/** Presses Tab until something has the focus. */
async function tabsTo(page: Page, name: string, role: 'button' | 'combobox' | 'textbox' = 'button'): Promise<void> {
  const target = page.getByRole('dialog').getByRole(role, { name, exact: true })
  await target.waitFor()
  for (let i = 0; i < 90; i++) {
    if (await target.evaluate((e) => e === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`the keyboard does not reach ${name}`)
}

test('a new question is published over living cases, which are moved as chosen, by mouse', async ({ browser, server }) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, locale: 'en', timezoneId: 'America/Sao_Paulo', baseURL: server.url })
  const page = await context.newPage()
  const dialog = page.getByRole('dialog')
  await logsIn(page)
  await opens(page, 'form', 'pf-account')
  await expect(page.getByRole('button', { name: /^About \d+ minutes? to fill$/ })).toBeVisible()

  const builder = new Builder(page)
  await builder.selects(question)
  await builder.panel.getByRole('checkbox', { name: 'Required' }).check()
  await builder.isSaved()

  await page.getByRole('button', { name: 'Publish' }).click()
  await dialog.getByLabel('Name of this version').fill('With the preferred name')
  await expect(dialog.getByText(`Question “${question}”: required`)).toBeVisible()
  await dialog.getByRole('tab', { name: 'Side by side' }).click()
  const sides = dialog.getByRole('region', { name: 'Side by side', exact: true })
  await expect(sides.getByText('Changed', { exact: true })).toBeVisible()
  await expect(sides.getByText(question, { exact: false })).toHaveCount(2)

  const impact = dialog.getByRole('region', { name: /^Cases in flight: / })
  await expect(impact.getByText('No case is changed unless you choose it.')).toBeVisible()
  await expect(impact.getByText('A new answer is owed', { exact: false }).first()).toBeVisible()
  const choice = impact.getByRole('combobox', { name: 'What is done where: A new answer is owed' })
  await expect(choice).toHaveValue('keep')
  await impact.getByText('Why', { exact: true }).first().click()
  await expect(impact.getByText(`“${question}” is owed`)).toBeVisible()
  expect(await findings(page)).toEqual([])
  await impact.getByRole('button', { name: 'Use what is recommended' }).click()
  await expect(choice).toHaveValue('ask')
  await dialog.getByRole('button', { name: 'Publish' }).click()

  const moving = page.getByRole('region', { name: 'Moving the cases' })
  await expect(moving.getByText('All cases have been looked at')).toBeVisible()
  await expect(moving.getByRole('row', { name: /A new answer is owed/ })).toContainText(/[1-9]/)
  expect(await findings(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Close' }).last().click()
  await context.close()
})

test('the version before is put back and published again, by keyboard alone', async ({ browser, server }) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, locale: 'en', timezoneId: 'America/Sao_Paulo', baseURL: server.url })
  const page = await context.newPage()
  const dialog = page.getByRole('dialog')
  await logsIn(page)
  await opens(page, 'form', 'pf-account')
  await page.getByRole('button', { name: 'Versions' }).focus()
  await page.keyboard.press('Enter')
  await expect(dialog.getByText('Version 2: With the preferred name')).toBeVisible()
  await expect(dialog.getByText('Nothing differs from version 2.')).toBeVisible()
  expect(await findings(page)).toEqual([])

  await tabsTo(page, 'Rename: Version 1')
  await page.keyboard.press('Enter')
  await expect(dialog.getByLabel('Name of this version')).toBeFocused()
  await page.keyboard.type('The first one')
  await page.keyboard.press('Enter')
  await expect(dialog.getByText('Version 1: The first one')).toBeVisible()

  await tabsTo(page, 'Put into the draft: Version 1')
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  await new Builder(page).isSaved()
  await expect(page.getByRole('button', { name: 'Undo: Version 1 put into the draft' })).toBeVisible()

  await page.getByRole('button', { name: 'Publish' }).focus()
  await page.keyboard.press('Enter')
  await expect(dialog.getByText(`Question “${question}”: required`)).toBeVisible()
  await expect(dialog.getByRole('combobox', { name: 'What is done where: Nothing changes for them' })).toHaveValue('keep')
  await tabsTo(page, 'Publish')
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  await page.getByRole('button', { name: 'Versions' }).focus()
  await page.keyboard.press('Enter')
  await expect(dialog.getByText('Version 3').first()).toBeVisible()
  await context.close()
})

test('a pipeline is paused, and applicants are told', async ({ browser, server }) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, locale: 'en', timezoneId: 'America/Sao_Paulo', baseURL: server.url })
  const page = await context.newPage()
  const dialog = page.getByRole('dialog')
  await logsIn(page)
  await opens(page, 'pipeline', 'onboarding-pf')
  await page.getByRole('button', { name: 'Opening' }).click()
  await dialog.getByLabel('Paused, whatever the dates say').check()
  await dialog.getByLabel(/What applicants read, in English/).fill('Back on Monday')
  expect(await findings(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Save opening' }).click()
  await expect(dialog).toBeHidden()

  const phone = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'en', baseURL: server.url })
  const visitor = await phone.newPage()
  await visitor.goto(`/t/${tenant}/apply/onboarding-pf`)
  await expect(visitor.getByRole('heading', { name: 'Paused for the moment' })).toBeVisible()
  await expect(visitor.getByText('Back on Monday')).toBeVisible()
  await expect(visitor.getByRole('button', { name: 'Start', exact: true })).toBeHidden()
  expect(await findings(visitor)).toEqual([])

  await page.getByRole('button', { name: 'Opening' }).click()
  await dialog.getByLabel('Paused, whatever the dates say').uncheck()
  await dialog.getByRole('button', { name: 'Save opening' }).click()
  await expect(dialog).toBeHidden()
  await visitor.reload()
  await expect(visitor.getByRole('button', { name: 'Start', exact: true })).toBeVisible()
  await phone.close()
  await context.close()
})
