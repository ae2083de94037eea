import { expect, type Page } from '@playwright/test'
import { findings } from './support/axe'
import { Builder } from './support/builder'
import { test } from './support/test'

test.use({ language: 'en' })

/** The draft of a definition, as the server has it. */
async function draftOf(page: Page, at: string): Promise<string> {
  const answer = await page.request.get(`/t/aurora/api/v1/definitions/${at}`)
  return JSON.stringify(((await answer.json()) as { draft: object }).draft)
}

async function opens(page: Page): Promise<Builder> {
  const builder = new Builder(page)
  await page.goto('/t/aurora/builder/form/pf-account')
  await expect(builder.canvas).toBeVisible()
  await page.getByRole('tab', { name: 'Outline' }).click()
  return builder
}

async function selects(builder: Builder, name: string): Promise<void> {
  await builder.page.getByRole('searchbox', { name: 'Find a field' }).fill(name)
  await builder.tree.getByRole('treeitem', { name, exact: true }).first().click()
}

test('a field is renamed wherever it is named, and taken back, by mouse', async ({ member }) => {
  const { page } = await member('administrator')
  const builder = await opens(page)
  const pipeline = await draftOf(page, 'pipeline/onboarding-pf')
  await selects(builder, 'CPF (Brazil)')
  await expect(builder.panel.getByRole('link', { name: /Pipeline: / })).toBeVisible()
  await builder.panel.getByLabel('Key', { exact: true }).fill('tax_id')
  await builder.panel.getByLabel('Key', { exact: true }).press('Enter')
  await expect(builder.dialog).toContainText('Rename cpf to tax_id')
  await expect(builder.dialog.getByRole('region', { name: /./ })).not.toHaveCount(0)
  await expect(builder.dialog).toContainText('Identifier of the person')
  await expect(builder.dialog).toContainText('Cases in flight keep the version')
  await expect(builder.dialog).not.toContainText('has to be looked at')
  expect(await findings(page)).toEqual([])
  await builder.dialog.getByRole('button', { name: 'Rename everywhere' }).click()
  await expect(builder.dialog).toHaveCount(0)
  await builder.says('Changed here and in 2 other definitions')
  await expect(builder.panel.getByLabel('Key', { exact: true })).toHaveValue('tax_id')
  expect(await draftOf(page, 'pipeline/onboarding-pf')).toContain('"identity":"tax_id"')
  await builder.isSaved()
  expect(await draftOf(page, 'form/pf-account')).toContain('"tax_id"')

  await page.getByRole('button', { name: /^Undo: Rename CPF \(Brazil\) everywhere/ }).click()
  await expect(builder.dialog).toContainText('Take it back in the other definitions too?')
  expect(await findings(page)).toEqual([])
  await builder.dialog.getByRole('button', { name: 'Take back there too' }).click()
  await builder.says('Taken back in the other definitions too')
  expect(await draftOf(page, 'pipeline/onboarding-pf')).toBe(pipeline)
  await expect(builder.panel.getByLabel('Key', { exact: true })).toHaveValue('cpf')
})

test('a field is split, and another deleted, by keyboard alone', async ({ member }) => {
  const { page } = await member('administrator')
  const builder = await opens(page)
  await selects(builder, 'Full name')
  await test.step('split', async () => {
    await builder.presses('F6', 'F6')
    await builder.tabsTo(builder.panel.getByRole('button', { name: 'Split…' }))
    await builder.presses('Enter')
    await expect(builder.dialog.getByLabel('Label of field 1')).toBeFocused()
    await builder.presses('Control+a')
    await builder.types('Given name')
    await builder.tabsTo(builder.dialog.getByLabel('Key of field 1'))
    await builder.presses('Control+a')
    await builder.types('given_name')
    await builder.tabsTo(builder.dialog.getByLabel('Label of field 2'))
    await builder.types('Family name')
    await expect(builder.dialog.getByLabel('Key of field 2')).toHaveValue('family_name')
    await expect(builder.dialog).toContainText('Name of the person')
    expect(await findings(page)).toEqual([])
    await builder.tabsTo(builder.dialog.getByRole('button', { name: 'Split', exact: true }))
    await builder.presses('Enter')
    await expect(builder.dialog).toHaveCount(0)
    await builder.says(/^Changed here and in/)
  })
  expect(await draftOf(page, 'pipeline/onboarding-pf')).toContain('"name":"given_name"')
  await test.step('delete what the queue shows', async () => {
    await page.getByRole('searchbox', { name: 'Find a field' }).fill('State')
    await builder.tree.getByRole('treeitem', { name: 'State', exact: true }).focus()
    await builder.presses('Delete')
    await expect(builder.dialog).toContainText('Delete State')
    await builder.tabsTo(builder.dialog.getByRole('radio', { name: 'Leave it as it is; I look after it myself' }))
    await builder.presses('ArrowDown')
    await expect(builder.dialog).toContainText('taken away')
    await builder.tabsTo(builder.dialog.getByRole('button', { name: 'Delete', exact: true }))
    await builder.presses('Enter')
    await expect(builder.dialog).toHaveCount(0)
    await expect(builder.tree.getByRole('treeitem', { name: 'State', exact: true })).toHaveCount(0)
  })
  expect(await draftOf(page, 'pipeline/onboarding-pf')).not.toContain('"uf"')
})

test('a stage is renamed with the policies that speak of it', async ({ member }) => {
  const { page } = await member('administrator')
  const objects = async (): Promise<string> => (await page.request.get('/t/aurora/api/v1/policies')).text()
  await page.goto('/t/aurora/builder/pipeline/onboarding-pj')
  await page.getByRole('tab', { name: 'Outline' }).click()
  await page.getByRole('treeitem', { name: /^Approval/ }).first().click()
  const key = page.getByRole('complementary').getByLabel('Key', { exact: true })
  await expect(key).toHaveValue('approval')
  await key.fill('review')
  await key.press('Enter')
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('Rename approval to review')
  await expect(dialog).toContainText('pipeline/onboarding-pj/stage/review')
  expect(await findings(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Rename everywhere' }).click()
  await expect(dialog).toHaveCount(0)
  await expect(key).toHaveValue('review')
  expect(await objects()).toContain('pipeline/onboarding-pj/stage/review')
  expect(await objects()).toContain('pipeline/onboarding-pj/stage/approval') // which live versions go by
  await page.getByRole('button', { name: /^Undo: / }).click()
  await dialog.getByRole('button', { name: 'Take back there too' }).click()
  await expect(dialog).toHaveCount(0)
  expect(await objects()).not.toContain('pipeline/onboarding-pj/stage/review')
  expect(await objects()).toContain('pipeline/onboarding-pj/stage/approval')
})

test('a message is deleted with what names it, and comes back by undo', async ({ member }) => {
  const { page } = await member('administrator')
  const key = 'pipeline/onboarding-pf'
  await page.goto(`/t/aurora/builder/${key}`)
  await page.getByRole('tab', { name: /^Messages/ }).click()
  const message = page.locator('[data-item^="messages/"]').first()
  await message.click()
  await page.getByRole('complementary').getByRole('button', { name: 'Delete' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('region', { name: 'What names it' })).toContainText('has to be looked at')
  await dialog.getByRole('radio', { name: 'Use another instead' }).check()
  await dialog.getByRole('combobox', { name: 'What to use instead' }).selectOption({ index: 1 })
  await expect(dialog.getByRole('region', { name: 'What names it' })).toContainText('mended')
  await expect(dialog.getByRole('button', { name: 'Delete', exact: true })).toBeEnabled()
  expect(await findings(page)).toEqual([])
  const before = await draftOf(page, key)
  await dialog.getByRole('button', { name: 'Delete', exact: true }).click()
  await expect(dialog).toHaveCount(0)
  expect(await draftOf(page, key)).not.toBe(before) // the server has written it before the browser could
  await page.getByRole('button', { name: /^Undo: Delete .+ everywhere/ }).click()
  await expect.poll(() => draftOf(page, key)).toBe(before)
})
