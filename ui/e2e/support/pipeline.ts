import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, type Locator, type Page } from '@playwright/test'
import type { Locale } from '../../src/i18n/locale'
import { findings } from './axe'
import type { Member } from './member'

const read = (locale: Locale, file: string): Record<string, string> => JSON.parse(readFileSync(resolve(`src/i18n/${locale}/${file}.json`), 'utf8')) as Record<string, string>

interface Body {
  attributes?: { key: string; options?: (string | { value: string; label?: Record<string, string> })[] }[]
  stages: { key: string; name: Record<string, string> }[]
  transitions: { key: string; from: string; to: string; trigger: object; demands?: object; effects?: object[] }[]
  messages: { key: string; subject: Record<string, string>; body: Record<string, string> }[]
  checks: { key: string; type: string; config?: object }[]
  items: { key: string; title: Record<string, string> }[]
}

/** The builder of a pipeline or checklist, as a member has it on the screen. */
export class PipelineDesk {
  readonly page: Page
  private readonly flow: Record<string, string>
  private readonly builder: Record<string, string>

  constructor(member: Member, locale: Locale = 'en') {
    this.page = member.page
    this.flow = read(locale, 'flow')
    this.builder = read(locale, 'builder')
  }

  async opens(kind: 'pipeline' | 'checklist', key: string): Promise<void> {
    await this.page.goto(`/t/aurora/builder/${kind}/${key}`)
    await expect(this.page.locator('[data-item]').first()).toBeVisible()
  }

  /** One of our sentences, with its gaps filled. */
  say(key: string, gaps: Record<string, string> = {}): string {
    const text = this.flow[key]
    if (text === undefined) throw new Error(`no text flow.${key}`)
    return text.replace(/\{(\w+)\}/g, (whole, name: string) => gaps[name] ?? whole)
  }

  get panel(): Locator {
    return this.page.getByRole('complementary', { name: this.say('panel') })
  }

  field(key: string): Locator {
    return this.panel.getByLabel(this.say(key), { exact: true })
  }

  /** A stage, transition or other member, in the picture, the outline or a list. */
  item(id: string): Locator {
    return this.page.locator(`[data-item="${id}"]`)
  }

  async shows(view: string): Promise<void> {
    await this.page.getByRole('tab', { name: new RegExp(`^${this.say(`view.${view}`)}`) }).click()
  }

  async isSaved(): Promise<void> {
    await expect(this.page.getByText(this.builder['save.saved'] ?? 'save.saved', { exact: true })).toBeVisible()
  }

  /** What the server keeps. */
  async kept(kind: 'pipeline' | 'checklist', key: string): Promise<Body> {
    const answer = await this.page.request.get(`/t/aurora/api/v1/definitions/${kind}/${key}`)
    return ((await answer.json()) as { draft: Body }).draft
  }

  async isAccessible(): Promise<void> {
    expect(await findings(this.page)).toEqual([])
  }
}
