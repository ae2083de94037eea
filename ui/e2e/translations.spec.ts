import { readFileSync } from 'node:fs'
import { expect, type Locator, type Page } from '@playwright/test'
import { findings } from './support/axe'
import { test } from './support/test'

interface Kept {
  locales: string[]
  outdated?: Record<string, string[]>
}

/** A member at the table of translations of one definition, in English. */
class Table {
  constructor(readonly page: Page, readonly kind: string, readonly key: string) {}

  async opens(): Promise<void> {
    await this.page.goto(`/t/aurora/builder/${this.kind}/${this.key}`)
    await this.page.getByRole('tab', { name: 'Translations' }).click()
    await expect(this.row().first()).toBeVisible()
  }

  row(address?: string): Locator {
    return this.page.locator(address ? `[data-row="${address}"]` : '[data-row]')
  }

  cell(address: string, locale: string): Locator {
    return this.row(address).locator(`[data-cell="${locale}"]`)
  }

  get dialog(): Locator {
    return this.page.getByRole('dialog')
  }

  /** A line of the list of problems. */
  problem(words: RegExp): Locator {
    return this.page.getByRole('region', { name: 'Problems' }).getByRole('button', { name: words }).first()
  }

  async writes(address: string, locale: string, text: string): Promise<void> {
    await this.row(address).scrollIntoViewIfNeeded()
    await this.cell(address, locale).fill(text)
  }

  async shows(state: string): Promise<void> {
    await this.page.getByLabel('Show', { exact: true }).selectOption({ label: state })
  }

  async saves(): Promise<string> {
    const download = this.page.waitForEvent('download')
    await this.page.getByRole('button', { name: 'Save as CSV' }).click()
    return readFileSync(await (await download).path(), 'utf8')
  }

  async reads(csv: string): Promise<void> {
    await this.page.getByLabel('Read a CSV').setInputFiles({ name: 'texts.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) })
  }

  async isSaved(): Promise<void> {
    await expect(this.page.locator('[data-save="saved"]')).toBeVisible()
  }

  async kept(): Promise<Kept> {
    const answer = await this.page.request.get(`/t/aurora/api/v1/definitions/${this.kind}/${this.key}`)
    return ((await answer.json()) as { draft: Kept }).draft
  }

  async isAccessible(): Promise<void> {
    expect(await findings(this.page)).toEqual([])
  }
}

test.use({ language: 'en' })

/** A text of each kind, whose source is Portuguese. */
const texts = [
  ['form', 'address-change', 'title'],
  ['pipeline', 'address-change', 'stages/approval/name'],
  ['checklist', 'pj-account', 'title'],
] as const

for (const [kind, key, address] of texts) {
  test(`a translation of a ${kind} is marked when its source changes, and is still right when somebody says so`, async ({ member }) => {
    const { page } = await member('administrator')
    const table = new Table(page, kind, key)
    await table.opens()
    const before = await table.cell(address, 'pt-BR').inputValue()
    await table.writes(address, 'pt-BR', `${before} (novo)`)
    await expect(table.row(address).getByText('Source changed')).toHaveCount(3)
    await table.isAccessible()

    // Somebody who finds it right says so, and stays where they were.
    await table.row(address).getByRole('button', { name: /^Still right: .* Spanish$/ }).click()
    await expect(table.cell(address, 'es')).toBeFocused()
    await expect(page.locator('[data-announcer]')).toHaveText(/the translation into Spanish is still right$/)
    await table.writes(address, 'en', 'New words')
    await table.isSaved()
    expect((await table.kept()).outdated).toEqual({ ar: [address] })

    // The problem leads to the cell.
    await page.getByRole('tab').first().click()
    await page.getByRole('button', { name: /problem/ }).click()
    await table.problem(/Translations into ar may be out of date/).click()
    await expect(table.cell(address, 'ar')).toBeFocused()
    await table.shows('Only where the source changed')
    await expect(table.row()).toHaveCount(1)

    // It is a warning: what is published runs, and readers see nothing of it.
    await page.getByRole('button', { name: 'Publish', exact: true }).click()
    await expect(table.dialog.getByText(/Translations into ar/).first()).toBeVisible()
    await table.dialog.getByRole('button', { name: 'Publish' }).click()
    await expect(table.dialog).toHaveCount(0)
  })
}

for (const [kind, key] of [['form', 'pj-account'], ['pipeline', 'onboarding-pj'], ['checklist', 'pf-account']] as const) {
  test(`a language of a ${kind} is added with nothing invented, and goes with its sentences only when that is meant`, async ({ member }) => {
    test.slow() // every text of a definition in a fifth language
    const { page } = await member('administrator')
    const table = new Table(page, kind, key)
    await table.opens()
    await page.getByRole('button', { name: 'Languages' }).click()
    await table.dialog.getByLabel('Language to add').selectOption({ label: 'French' })
    await table.dialog.getByRole('button', { name: 'Add language' }).click()
    await expect(page.locator('[data-announcer]')).toHaveText('Add language French')
    await table.isAccessible()
    await table.dialog.getByRole('button', { name: 'Close' }).last().click()
    await expect(page.getByText(/^French 0 % \d+ missing$/)).toBeVisible()
    await page.getByLabel('Languages shown').selectOption({ label: 'French' })
    await table.shows('Only what is missing')
    await table.page.locator('[data-cell="fr"]').first().fill('Bonjour')
    await table.isSaved()

    // A sentence that is missing is a problem, and the problem leads to it.
    await page.getByRole('button', { name: /problems/ }).click()
    await table.problem(/A text is missing in.*fr/).click()
    await expect(page.locator('[data-cell="fr"]:focus')).toBeVisible()

    await page.getByRole('button', { name: 'Languages' }).click()
    await table.dialog.getByRole('button', { name: 'Delete French' }).click()
    await expect(page.getByText('1 sentence in this language goes with it', { exact: false })).toBeVisible()
    await table.dialog.last().getByRole('button', { name: 'Delete', exact: true }).click()
    await table.dialog.getByRole('button', { name: 'Close' }).last().click()
    await table.isSaved()
    expect((await table.kept()).locales).toEqual(['pt-BR', 'es', 'en', 'ar'])
  })
}

test('a translator takes the table away and brings it back, and hears what has no place', async ({ member }) => {
  const { page } = await member('administrator')
  const table = new Table(page, 'pipeline', 'onboarding-pf')
  await table.opens()
  const csv = await table.saves()
  expect(csv).toContain('id,where,pt-BR,es,en,ar')
  await table.writes('stages/approval/name', 'pt-BR', 'Aprovação final')
  const name = /^(stages\/approval\/name,[^,]*,[^,]*),([^,]*),/m
  const draft = /^(stages\/draft\/name,[^,]*,[^,]*),([^,]*),/m
  expect(csv).toMatch(name)
  await table.reads(`${csv.replace(name, '$1,Aprobación del comité,').replace(draft, '$1,En curso,')}\r\nstages/gone/name,Gone,Foi,Fue,Gone,x\r\n`)
  await expect(table.dialog.getByRole('heading', { name: 'Read translations from a file' })).toBeVisible()
  await expect(table.dialog.getByText('The source of 1 text has changed since')).toBeVisible()
  await expect(table.dialog.getByText('1 row belongs to no text here')).toBeVisible()
  await expect(table.dialog.getByText('stages/gone/name')).toBeVisible()
  await table.isAccessible()
  await table.dialog.getByRole('button', { name: 'Take over 2 texts' }).click()
  await expect(page.getByText('2 texts taken over')).toBeVisible()
  await expect(table.cell('stages/approval/name', 'es')).toHaveValue('Aprobación del comité')
  await expect(table.cell('stages/draft/name', 'es')).toHaveValue('En curso')
  await table.isSaved()
  expect((await table.kept()).outdated?.es).toEqual(['stages/approval/name'])

  // One step, taken back as one.
  await page.getByRole('button', { name: 'Undo: Translations from CSV' }).click()
  await expect(table.cell('stages/draft/name', 'es')).not.toHaveValue('En curso')
  await table.reads('name,en\r\nx,y')
  await expect(page.getByText('This file is no table of texts', { exact: false })).toBeVisible()
})

test('what a colleague writes while a table is being read stays', async ({ member }) => {
  const one = new Table((await member('administrator')).page, 'pipeline', 'onboarding-pj')
  await one.opens()
  const csv = await one.saves()
  await one.reads(csv.replace(/^(stages\/draft\/name,[^,]*,[^,]*),([^,]*),/m, '$1,En curso,'))
  await expect(one.dialog.getByRole('button', { name: 'Take over 1 text' })).toBeVisible()
  const other = new Table((await member('administrator')).page, 'pipeline', 'onboarding-pj')
  await other.opens()
  await other.writes('stages/draft/name', 'es', 'De otra persona')
  await other.isSaved()
  await expect(one.dialog.getByText('1 text has changed meanwhile')).toBeVisible({ timeout: 30_000 })
  await expect(one.dialog.getByRole('button', { name: /Take over/ })).toHaveCount(0)
  await one.isAccessible()
})

test('the table is walked by keyboard, searched, and leads to the part', async ({ member }) => {
  const { page } = await member('administrator')
  const table = new Table(page, 'form', 'pf-account')
  await table.opens()
  const cells = page.locator('[data-cell="es"]')
  await cells.first().focus()
  await page.keyboard.press('Control+Enter')
  await expect(cells.nth(1)).toBeFocused()
  await page.keyboard.press('Control+Home')
  await page.keyboard.press('ArrowUp')
  await expect(cells.first()).toBeFocused()
  for (let i = 0; i < 40; i++) await page.keyboard.press('Control+Enter')
  await expect(page.locator('[data-row]').nth(40).locator('[data-cell="es"]')).toBeFocused()

  const found = page.locator('[data-row]').first()
  await page.getByLabel('Search texts').fill('mae nome')
  await expect(found).toHaveAttribute('data-row', 'f_mother_name/label')
  await page.getByLabel('Search texts').fill('nascimento data')
  await expect(found).toContainText(/birth/i)
  await found.getByRole('button').first().click()
  await expect(page.getByRole('tab', { name: 'Design' })).toHaveAttribute('aria-selected', 'true')
  await expect(page.getByRole('complementary', { name: 'Properties' }).getByLabel('Label', { exact: true })).toHaveValue(/birth/i)
})
