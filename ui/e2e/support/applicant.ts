import { expect, type Locator, type Page } from '@playwright/test'
import type { Letter } from './smtp'
import type { Person } from './people'
import { type Picture, photo } from './pictures'
import type { Server } from './server'
import type { Words } from './words'

/** Somebody with a phone who applies. What is named is named by its English words, whatever the language of the screen. */
export class Applicant {
  constructor(readonly page: Page, readonly words: Words, readonly person: Person, private readonly server: Server) {}

  /** Follows the link of an entrance of the demo tenant. */
  async opens(pipeline = 'onboarding-pf'): Promise<void> {
    await this.page.goto(`/t/aurora/apply/${pipeline}`)
  }

  async begins(): Promise<void> {
    await this.presses('Start')
  }

  async isAt(title: string): Promise<void> {
    await expect(this.page.getByRole('heading', { level: 1, name: this.words.say(title) })).toBeVisible()
  }

  async presses(button: string): Promise<void> {
    await this.page.getByRole('main').getByRole('button', { name: this.words.say(button) }).click()
  }

  async follows(link: string): Promise<void> {
    await this.page.getByRole('main').getByRole('link', { name: this.words.say(link) }).click()
  }

  /** Presses Continue and arrives at the next page. */
  async continuesTo(title: string): Promise<void> {
    await this.presses('Continue')
    await this.isAt(title)
  }

  field(label: string): Locator {
    return this.page.getByLabel(this.words.label(label))
  }

  question(label: string): Locator {
    return this.page.getByRole('group', { name: this.words.label(label) })
  }

  async fills(label: string, text: string): Promise<void> {
    await this.field(label).fill(text)
  }

  /** A date as people say it: day, month, year. */
  async fillsDate(label: string, [day, month, year]: readonly [number, number, number]): Promise<void> {
    const parts = { Day: day, Month: month, Year: year }
    for (const [part, n] of Object.entries(parts)) await this.question(label).getByLabel(this.words.say(part)).fill(String(n))
  }

  async selects(label: string, option: string): Promise<void> {
    const list = this.field(label)
    const texts = await list.locator('option').allTextContents()
    const text = texts.find((t) => this.words.means(t, option))
    if (text === undefined) throw new Error(`${label} offers no ${option}`)
    await list.selectOption({ label: text })
  }

  async chooses(label: string, option: string): Promise<void> {
    await this.question(label).getByLabel(this.words.say(option)).check()
  }

  async agreesTo(label: string): Promise<void> {
    await this.chooses(label, 'I have read this and agree')
  }

  /** Takes a photo with the phone's camera, looks at it and keeps it. */
  async photographs(label: string, words = label): Promise<void> {
    await this.question(label).locator('input[type=file]').first().setInputFiles(await photo(this.page, words))
    await expect(this.question(label).getByRole('img')).toBeVisible()
    await this.presses('Use this one')
    await this.hasSent(label)
  }

  async attaches(label: string, file: Picture): Promise<void> {
    await this.question(label).locator('input[type=file]').last().setInputFiles(file)
  }

  /** Takes back the only file of a question. */
  async removes(label: string): Promise<void> {
    await this.question(label).getByRole('button', { name: this.words.key('common.remove') }).click()
  }

  /** The file is with the server, and so is the answer that names it. */
  async hasSent(label: string): Promise<void> {
    await expect(this.question(label).getByRole('button', { name: this.words.key('common.remove') })).toBeVisible()
  }

  async seesSaved(): Promise<void> {
    await expect(this.page.getByText(this.words.key('apply.save.saved')).first()).toBeVisible()
  }

  async sees(english: string): Promise<void> {
    await expect(this.page.getByText(this.words.say(english)).first()).toBeVisible()
  }

  /** The answer beside a question in a list of answers. */
  answer(label: string): Locator {
    return this.page.locator('dl > div').filter({ has: this.page.locator('dt', { hasText: this.words.say(label) }) }).locator('dd').first()
  }

  /** Goes from the list of answers to one of them. */
  async changes(label: string): Promise<void> {
    await this.page.locator('dl > div').filter({ has: this.page.locator('dt', { hasText: this.words.say(label) }) }).getByRole('link').click()
  }

  /** What the case is called by both sides. */
  async reference(): Promise<string> {
    return (await this.answer('Reference').innerText()).trim()
  }

  /** The same, where it is told to who goes on later. */
  async referenceOfLater(): Promise<string> {
    const panel = this.page.getByRole('status').filter({ hasText: this.words.key('apply.later.text') })
    return (await panel.locator('strong, code, bdi').filter({ hasText: /^[0-9A-Z]{4}-[0-9A-Z]{4}$/ }).first().innerText()).trim()
  }

  async letter(message: string, n = 1): Promise<Letter> {
    return this.server.mail.letter(this.person.email, this.words.say(message), n)
  }

  /** The letter of a pipeline of one's own, which no template knows. */
  async letterCalled(subject: string): Promise<Letter> {
    return this.server.mail.letter(this.person.email, new RegExp(`^${subject}$`), 1)
  }

  /** Opens the link of a letter on this device. */
  async followsLinkOf(letter: Letter): Promise<void> {
    const link = /https?:\/\/\S+/.exec(letter.text)?.[0]
    if (!link) throw new Error(`no link in: ${letter.text}`)
    await this.page.goto('about:blank') // so that a link that differs only in its fragment is opened anew
    await this.page.goto(link)
  }
}
