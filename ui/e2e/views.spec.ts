import { readFile } from 'node:fs/promises'
import { applies, minor } from './support/account'
import { findings } from './support/axe'
import { expect, test } from './support/test'

test.use({ language: 'en' })

test('a queue is narrowed, kept as a view, exported, and acted on in one go', async ({ applicant, member }) => {
  const reference = await applies(await applicant(), minor)
  const boss = await member('supervisor')
  const { page } = boss
  await boss.opensQueue('Awaiting approval')

  // A condition on an answer, its value suggested; it stands in the address.
  await page.getByRole('button', { name: 'Filter' }).click()
  const form = page.getByRole('dialog', { name: 'Filter' })
  await form.getByLabel('Column').selectOption('checks.age')
  await form.getByLabel('Value').selectOption('fail')
  await form.getByRole('button', { name: 'Filter' }).click()
  await expect(page).toHaveURL(/filter=checks\.age/)
  const row = page.getByRole('row').filter({ hasText: reference })
  await expect(row).toBeVisible()

  // Other columns, and all of it under a name.
  await page.getByRole('button', { name: 'Columns' }).click()
  const columns = page.getByRole('dialog', { name: 'Columns' })
  await columns.getByLabel(/^Age/).check()
  await columns.getByRole('button', { name: 'Apply' }).click()
  await expect(row.getByText('Failed')).toBeVisible()
  await page.getByRole('button', { name: 'All of the queue' }).click()
  await page.getByRole('menuitem', { name: 'Save as a view' }).click()
  await page.getByLabel('Name').fill('Too young')
  await page.getByLabel('Everybody who sees this queue').check()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Too young' })).toBeVisible()
  expect(await findings(page)).toEqual([])

  // What leaves is masked.
  await page.getByRole('button', { name: 'Export' }).click()
  await page.getByLabel('CSV').check()
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('dialog').getByRole('button', { name: 'Export' }).click()])
  const csv = await readFile(await file.path(), 'utf8')
  expect(csv).toContain(reference)
  expect(csv).toMatch(/\*\*\*\.\d{3}\.\d{3}-\*\*/)

  // One act on many; the outcome of each is told.
  await row.getByRole('checkbox').click()
  await page.getByRole('button', { name: 'Do with them' }).click()
  await page.getByRole('menuitem', { name: 'Take' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Take' }).click()
  await expect(page.getByRole('dialog').getByText('1 of 1 done')).toBeVisible()
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click()
  await expect(row.getByText('Supervisão')).toBeVisible()

  // Given to a colleague, and taken back from where the list tells of it.
  await row.getByRole('checkbox').click()
  await page.getByRole('button', { name: 'Do with them' }).click()
  await page.getByRole('menuitem', { name: 'Assign' }).click()
  await page.getByLabel('Colleague').selectOption('Analista de cadastro')
  await page.getByRole('dialog').getByRole('button', { name: 'Assign' }).click()
  await expect(page.getByRole('dialog').getByText('1 of 1 done')).toBeVisible()
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click()
  await expect(row.getByText('Analista de cadastro')).toBeVisible()
  await page.getByRole('button', { name: 'Show', exact: true }).click()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('dialog', { name: 'Undo' }).getByText('1 of 1 done')).toBeVisible()
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click()
  await expect(row.getByText('Supervisão')).toBeVisible()

  // Who works the queues, and how their cases find somebody.
  await page.getByRole('link', { name: 'Queues and teams' }).click()
  const team = page.getByRole('row').filter({ hasText: 'Awaiting signature' })
  await expect(team.getByText('Whoever takes it')).toBeVisible()
  await expect(team.getByText('Analista de cadastro')).toBeVisible()
  expect(await findings(page)).toEqual([])

  // The view is there for others, and the case is found from everywhere.
  const analyst = await member('registration')
  await analyst.opensQueue('Awaiting approval')
  await analyst.page.getByRole('button', { name: 'All of the queue' }).click()
  await analyst.page.getByRole('menuitem', { name: 'Too young' }).click()
  await expect(analyst.page.getByRole('row').filter({ hasText: reference })).toBeVisible()
  await expect(analyst.page.getByRole('button', { name: 'Export' })).toHaveCount(0)
  await analyst.page.keyboard.press('Control+k')
  await analyst.page.getByRole('combobox').fill(reference)
  await expect(analyst.page.getByRole('option').filter({ hasText: reference })).toBeVisible()
})
