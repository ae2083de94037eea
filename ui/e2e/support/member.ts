import { expect, type Locator, type Page } from '@playwright/test'
import { type Hand, mouse } from './hand'
import type { Words } from './words'

/** The members of each demo tenant, by the word in their address. */
const addresses = { registration: 'cadastro', compliance: 'compliance', supervisor: 'supervisao', administrator: 'admin', auditor: 'auditoria', officer: 'conformidade' }
export type Role = keyof typeof addresses

export const password = 'esteira-demo'

export interface Wish {
  label: string
  note: string
}

/** A member of staff at the desk. What is named is named by its English words, whatever the language of the screen. */
export class Member {
  constructor(readonly page: Page, readonly words: Words, private readonly role: Role, readonly hand: Hand = mouse) {}

  get email(): string {
    return `${addresses[this.role]}@aurora.example`
  }

  async logsIn(): Promise<void> {
    await this.page.goto('/t/aurora/login')
    await this.hand.write(this.page.getByLabel(this.words.say('E-mail')), this.email)
    await this.hand.write(this.page.getByLabel(this.words.say('Password')), password)
    await this.hand.press(this.page.getByRole('button', { name: this.words.say('Log in') }))
    await expect(this.page.getByRole('navigation').first()).toBeVisible()
  }

  async opensQueue(name: string): Promise<void> {
    const rail = this.page.getByRole('navigation', { name: this.words.say('Queues') })
    await this.hand.press(rail.getByRole('link').filter({ hasText: this.words.prefix(name) }))
    await this.isAt(name)
  }

  async isAt(title: string): Promise<void> {
    await expect(this.page.getByRole('heading', { level: 1, name: this.words.say(title) })).toBeVisible()
  }

  row(name: string): Locator {
    return this.page.getByRole('row').filter({ has: this.page.getByText(name, { exact: true }) })
  }

  /** Looks for a case in the queue that is on the screen, and opens it. */
  async opensCase(reference: string): Promise<void> {
    await this.page.getByRole('searchbox').fill(reference)
    await expect(this.page).toHaveURL(new RegExp(`search=${reference}`)) // the list follows when the typing rests
    await this.row(reference).getByRole('link').first().click()
    await expect(this.page.getByRole('heading', { level: 1 })).toBeVisible()
    await expect(this.page.locator('dl').getByText(reference, { exact: true })).toBeVisible()
  }

  /** Opens the case of somebody in the list. */
  async opensCaseOf(name: string): Promise<void> {
    await this.hand.press(this.page.getByRole('link', { name, exact: true }))
    await this.isCalled(name)
  }

  private async isCalled(name: string): Promise<void> {
    await expect(this.page.getByRole('heading', { level: 1, name, exact: true })).toBeVisible()
    await expect(this.page.getByRole('tablist')).toBeVisible()
  }

  /** A line of the dossier. */
  datum(label: string): Locator {
    return this.page.getByRole('row').filter({ has: this.page.getByRole('rowheader', { name: this.words.say(label) }) })
  }

  async opensTab(name: string): Promise<void> {
    await this.hand.press(this.page.getByRole('tab', { name: this.words.prefix(name) }))
  }

  /** Reads a text in one of the tabs beside the data. */
  async sees(text: string, tab: string): Promise<void> {
    await this.opensTab(tab)
    await expect(this.page.getByRole('tabpanel').getByText(text).first()).toBeVisible()
  }

  action(name: string): Locator {
    return this.page.getByRole('group', { name: this.words.say('What to do') }).getByRole('button', { name: this.words.say(name) })
  }

  get dialog(): Locator {
    return this.page.getByRole('dialog')
  }

  /** Ticks items in the dossier, says what to do about each, and sends the request. */
  async asksFor(wishes: readonly Wish[]): Promise<void> {
    await this.hand.press(this.action('Request information'))
    for (const { label, note } of wishes) {
      await this.hand.tick(this.page.getByRole('checkbox', { name: this.words.key('desk.packet.askFor', { item: label }) }))
      await this.hand.write(this.page.getByRole('textbox', { name: this.words.key('desk.packet.noteFor', { item: label }) }), note)
    }
    await this.hand.press(this.page.getByRole('button', { name: this.words.say('Preview and send') }))
    for (const { note } of wishes) await expect(this.dialog.getByText(note)).toBeVisible()
    await this.hand.press(this.dialog.getByRole('button', { name: this.words.say('Send the request') }))
    await expect(this.dialog).toBeHidden()
  }

  /** Takes a decision with what its dialog asks for. */
  async decides(verb: string, { reason, note }: { reason?: string; note?: string } = {}): Promise<void> {
    await this.hand.press(this.action(verb))
    if (reason) {
      const list = this.dialog.getByLabel(this.words.prefix('Reason'))
      const texts = await list.locator('option').allTextContents()
      await this.hand.choose(list, { label: texts.find((t) => this.words.means(t, reason)) ?? reason })
    }
    if (note) await this.hand.write(this.dialog.getByLabel(this.words.prefix('Internal note')), note)
    await this.hand.press(this.dialog.getByRole('button', { name: this.words.say(verb) }))
    await expect(this.dialog).toBeHidden()
  }

  /** The case stands in this stage now. */
  async seesStage(name: string): Promise<void> {
    const stage = this.page.locator('dl > div').filter({ has: this.page.locator('dt', { hasText: this.words.say('Stage') }) })
    await expect(stage.locator('dd')).toHaveText(this.words.prefix(name))
  }

  /** Presses Tab until the focus is there. */
  async tabsTo(target: Locator): Promise<void> {
    await expect(target).toBeVisible()
    const has = (): Promise<boolean> => target.evaluate((e) => e === document.activeElement)
    for (let presses = 0; presses < 120 && !(await has()); presses++) await this.page.keyboard.press('Tab')
    await expect(target).toBeFocused()
  }
}
