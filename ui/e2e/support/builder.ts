import { readFileSync } from 'node:fs'
import { expect, type Locator, type Page } from '@playwright/test'
import { type Hand, mouse } from './hand'
import { Keys } from './keys'

/** An administrator at the builder of forms, in English, by mouse or by keyboard. */
export class Builder {
  constructor(readonly page: Page, readonly hand: Hand = mouse) {}

  async begins(title: string, languages: readonly string[] = []): Promise<void> {
    await this.page.goto('/t/aurora/definitions')
    await this.hand.press(this.page.getByRole('link', { name: 'New form' }))
    await this.hand.write(this.page.getByLabel('Title'), title)
    for (const language of languages) await this.hand.tick(this.page.getByRole('checkbox', { name: language }))
    await this.hand.press(this.page.getByRole('button', { name: 'Create' }))
    await this.isOpen(title)
  }

  async isOpen(title: string): Promise<void> {
    await expect(this.page.getByRole('heading', { level: 1, name: title })).toBeAttached()
    await expect(this.canvas).toBeVisible()
  }

  get canvas(): Locator {
    return this.page.getByRole('region', { name: 'Canvas' })
  }

  get panel(): Locator {
    return this.page.getByRole('complementary', { name: 'Properties' })
  }

  get dialog(): Locator {
    return this.page.getByRole('dialog')
  }

  get tree(): Locator {
    return this.page.getByRole('tree', { name: 'Outline' })
  }

  card(label: string): Locator {
    return this.canvas.locator('[data-node]').and(this.page.getByRole('group', { name: `${label},` }))
  }

  /** Adds a field behind what is selected: from the list of types, or with "/" where the hands stay on the keys. */
  async adds(type: string, label: string): Promise<void> {
    if (this.hand instanceof Keys) {
      await this.hand.goes(this.canvas)
      return this.inserts(type, label)
    }
    await this.hand.press(this.page.getByRole('button', { name: type, exact: true }))
    await this.hand.write(this.panel.getByLabel('Label', { exact: true }), label)
  }

  /** Adds a page at the end; what is added next goes there. */
  async addsPage(title: string): Promise<void> {
    await this.hand.press(this.canvas.getByRole('button', { name: 'Add page' }))
    if (this.hand.kind === 'keys') await this.labels(title)
    else await this.hand.write(this.panel.getByLabel('Title', { exact: true }), title)
  }

  async selectsPage(title: string): Promise<void> {
    await this.canvas.getByRole('group', { name: new RegExp(`^Page \\d+: ${title}$`) }).click({ position: { x: 6, y: 6 } })
  }

  /** Writes a property of what is selected. */
  async writes(property: string, value: string): Promise<void> {
    const input = this.panel.getByLabel(property, { exact: true })
    await this.hand.write(input, value)
    if (this.hand.kind === 'mouse') await input.blur()
  }

  async chooses(property: string, option: string): Promise<void> {
    await this.hand.choose(this.panel.getByLabel(property, { exact: true }), { label: option })
  }

  async ticks(...properties: readonly string[]): Promise<void> {
    for (const property of properties) await this.hand.tick(this.panel.getByRole('checkbox', { name: property, exact: true }))
  }

  async selects(label: string): Promise<void> {
    if (this.hand instanceof Keys) await this.hand.reach(this.card(label).last())
    else await this.card(label).last().click({ position: { x: 6, y: 6 } })
    await expect(this.panel.getByLabel('Label', { exact: true })).toHaveValue(label)
  }

  async setsRule(name: 'Shown when' | 'Required when', field: string, operator: string, value?: { choose?: string; fill?: string }): Promise<void> {
    await this.hand.press(this.panel.getByRole('button', { name: `${name}: Set` }))
    await this.hand.press(this.dialog.getByRole('button', { name: 'Add condition' }))
    await this.hand.choose(this.dialog.getByLabel('Answer', { exact: true }), { label: field })
    await this.hand.choose(this.dialog.getByLabel('Comparison', { exact: true }), { label: operator })
    if (value?.choose) await this.hand.choose(this.dialog.getByLabel('Value', { exact: true }), { label: value.choose })
    if (value?.fill) await this.hand.write(this.dialog.getByLabel('Value', { exact: true }), value.fill)
    await this.hand.press(this.dialog.getByRole('button', { name: 'Apply' }))
  }

  async setsFormula(cel: string): Promise<void> {
    await this.hand.press(this.panel.getByRole('button', { name: 'Formula: Set' }))
    await this.hand.write(this.dialog.getByLabel('Formula'), cel)
    await expect(this.dialog.getByText('This can be worked out')).toBeVisible()
    await this.hand.press(this.dialog.getByRole('button', { name: 'Apply' }))
  }

  /** Says everything in another language: the same words with its name behind, as a translator's table gives them back. */
  async translates(language: string): Promise<void> {
    await this.hand.press(this.page.getByRole('tab', { name: 'Translations' }))
    const download = this.page.waitForEvent('download')
    await this.hand.press(this.page.getByRole('button', { name: 'Save as CSV' }))
    const [head = '', ...lines] = readFileSync(await (await download).path(), 'utf8').replace(/^\uFEFF/, '').split('\r\n')
    const at = head.split(',').indexOf('en')
    const table = lines.filter(Boolean).map((line) => {
      const cells = line.split(',')
      return [...cells.slice(0, 2), ...head.split(',').slice(2).map(() => `${cells[at]} (pt)`)].join(',')
    })
    await this.hand.give(this.page.getByRole('button', { name: 'Read a CSV' }), { name: `${language}.csv`, mimeType: 'text/csv', buffer: Buffer.from([head.replace(',en', ',-'), ...table].join('\r\n')) })
    await this.hand.press(this.dialog.getByRole('button', { name: /^Take over/ }))
    await expect(this.page.getByText(/texts? taken over/)).toBeVisible()
    await this.hand.press(this.page.getByRole('tab', { name: 'Design' }))
  }

  async publishes(): Promise<void> {
    await this.hand.press(this.page.getByRole('button', { name: 'Publish', exact: true }))
    await this.hand.press(this.dialog.getByRole('button', { name: 'Publish' }))
    await expect(this.dialog).toHaveCount(0)
  }

  async isSaved(): Promise<void> {
    await expect(this.page.locator('[data-save="saved"]')).toBeVisible()
  }

  async says(sentence: string | RegExp): Promise<void> {
    await expect(this.page.locator('[data-announcer]')).toHaveText(sentence)
  }

  /** Goes to something without a mouse, whatever the hand is otherwise. */
  async tabsTo(target: Locator): Promise<void> {
    await new Keys().reach(target)
  }

  async types(text: string): Promise<void> {
    await this.page.keyboard.type(text)
  }

  async presses(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key)
  }

  /** Adds by "/" on the canvas, and writes the label at once. */
  async inserts(type: string, label: string): Promise<void> {
    await this.presses('/')
    await expect(this.dialog.getByRole('combobox')).toBeFocused()
    await this.types(type)
    await this.presses('Enter')
    await this.labels(label)
    await expect(this.card(label).last()).toBeFocused()
  }

  /** Writes the label of what was just added, where it stands. */
  private async labels(label: string): Promise<void> {
    await expect(this.canvas.getByLabel('Label', { exact: true })).toBeFocused()
    await this.types(label)
    await this.presses('Enter')
  }
}
