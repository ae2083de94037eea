import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, type FrameLocator, type Locator, type Page } from '@playwright/test'
import { findings } from './axe'
import { type Hand, mouse } from './hand'
import type { Member } from './member'

const text = (en: string): Record<string, string> => ({ en })
const question = (key: string, type: string, label: string): object => ({ id: `f_${key}`, key, type, label: text(label), required: true, purpose: 'contract' })

const purpose = { ...question('purpose', 'text', 'Purpose'), required: false, visibleWhen: { query: { combinator: 'and', rules: [{ field: 'amount', operator: '>', value: 400 }] } } }

const form = (key: string): object => ({
  key, title: text('Small loan'), locales: ['en'], defaultLocale: 'en',
  pages: [{ id: 'p_ask', key: 'ask', title: text('What you ask for'), fields: [question('full_name', 'text', 'Full name'), question('email', 'email', 'Email address'), question('amount', 'number', 'Amount'), purpose] }],
})

const stage = (key: string, kind: string, name: string, more: object = {}): object => ({ key, kind, name: text(name), applicant: text(name), answers: 'closed', ...more })
const byMember = (key: string, to: string, title: string, more: object = {}): object => ({ key, from: 'approval', to, title: text(title), trigger: { verb: key }, by: ['member'], ...more })
const timer = (key: string, to: string, time: string, more: object = {}): object => ({ key, from: 'draft', to, trigger: { timer: { after: [time], since: 'activity' } }, by: ['system'], ...more })

const pipeline = (key: string): object => ({
  key, title: text('Small loan'), locales: ['en'], defaultLocale: 'en', form: key, contact: { name: 'full_name', email: 'email' },
  stages: [
    stage('draft', 'applicant', 'Being filled in', { answers: 'open' }),
    stage('approval', 'staff', 'Approval', { queue: { key: 'approval', name: text('Awaiting approval') } }),
    stage('complete', 'end', 'Complete', { outcome: 'completed' }),
    stage('rejected', 'end', 'Rejected', { outcome: 'rejected' }),
  ],
  transitions: [
    { key: 'start', from: '', to: 'draft', title: text('Start'), trigger: { verb: 'start' }, by: ['applicant'] },
    { key: 'save', from: 'draft', to: 'draft', title: text('Save'), trigger: { verb: 'save' }, by: ['applicant'] },
    { key: 'submit', from: 'draft', to: 'approval', title: text('Submit'), trigger: { verb: 'submit' }, by: ['applicant'], effects: [{ kind: 'freeze' }] },
    timer('expire', 'rejected', 'P30D'),
    byMember('approve', 'complete', 'Approve', {
      guard: { query: { combinator: 'and', rules: [{ field: 'amount', operator: '<=', value: 1000 }] } },
      effects: [{ kind: 'message', name: 'welcome' }],
    }),
    byMember('reject', 'rejected', 'Reject'),
    { key: 'remind', from: 'approval', to: 'approval', trigger: { timer: { after: ['P2D'], since: 'stage' } }, by: ['system'], effects: [{ kind: 'message', name: 'patience' }] },
    { key: 'late', from: 'approval', to: 'rejected', trigger: { timer: { after: ['P90D'], since: 'stage' } }, by: ['system'] },
  ],
  messages: [
    { key: 'welcome', channel: 'email', subject: text('Your loan is granted'), body: text('Hello {name}, your loan is granted.') },
    { key: 'patience', channel: 'email', subject: text('We are still looking'), body: text('Hello {name}, it takes a little longer.') },
  ],
})

/** A template that is shipped, under a key of its own. */
const shipped = (key: string): object => JSON.parse(readFileSync(resolve('../schemas/templates/address-change.json'), 'utf8').replaceAll('address-change', key)) as object

async function installs(member: Member, key: string, body: object): Promise<void> {
  const answer = await member.page.request.post('/t/aurora/api/v1/templates/install', { data: { body }, headers: { 'X-Esteira': '1', 'Idempotency-Key': key } })
  expect(answer.status(), await answer.text()).toBe(201)
}

/** Installs a small loan under a key of its own, with the roles and policies of a template that is shipped. */
export const installsLoan = (member: Member, key: string): Promise<void> =>
  installs(member, key, { ...shipped(key), key, title: text('Small loan'), forms: [form(key)], pipelines: [pipeline(key)], checklists: [] })

/** Installs the change of an address, in all its languages, under a key that nobody else changes. */
export const installsMove = (member: Member, key: string): Promise<void> => installs(member, key, { ...shipped(key), key })

const read = (file: string): Record<string, string> => JSON.parse(readFileSync(resolve(`src/i18n/en/${file}.json`), 'utf8')) as Record<string, string>
const [words, flow, builder] = [read('tryout'), read('flow'), read('builder')]

/** One of our sentences, with its gaps filled. */
export function say(key: string, gaps: Record<string, string> = {}): string {
  const found = words[key] ?? flow[key] ?? builder[key]
  if (found === undefined) throw new Error(`no text ${key}`)
  return found.replace(/\{(\w+)\}/g, (whole, name: string) => gaps[name] ?? whole)
}

/** The try-out of a draft, and the scenarios that come of it, as an administrator has them on the screen, in English. */
export class Tryout {
  constructor(readonly page: Page, readonly hand: Hand = mouse) {}

  /** The real pages, in the frame. */
  get frame(): FrameLocator {
    return this.page.frameLocator('iframe')
  }

  get who(): Locator {
    return this.page.getByLabel(say('who'))
  }

  get clock(): Locator {
    return this.page.getByRole('region', { name: say('clock.title') })
  }

  get dialog(): Locator {
    return this.page.getByRole('dialog')
  }

  step(words: string | RegExp): Locator {
    return this.page.getByRole('list', { name: say('steps.title') }).getByRole('listitem').filter({ hasText: words })
  }

  message(subject: string): Locator {
    return this.page.getByRole('tabpanel').getByRole('listitem').filter({ hasText: subject })
  }

  /** Goes on as somebody else. */
  async becomes(person: string): Promise<void> {
    await this.hand.choose(this.who, { label: person })
    await this.hand.press(this.page.getByRole('button', { name: say('who.go'), exact: true }))
    await this.says(person)
  }

  async says(sentence: string | RegExp): Promise<void> {
    await expect(this.page.locator('[data-announcer]')).toContainText(sentence)
  }

  async stands(stage: string): Promise<void> {
    await expect(this.page.getByRole('list', { name: say('stages') }).locator('[aria-current="step"]')).toContainText(stage)
  }

  /** Presses Tab until something has the focus, also inside the frame. */
  async tabsTo(target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab', limit = 140): Promise<void> {
    await target.waitFor()
    for (let i = 0; i < limit; i++) {
      if (await target.evaluate((e) => document.hasFocus() && e === document.activeElement)) return
      await this.page.keyboard.press(key)
    }
    throw new Error(`the keyboard does not reach ${String(target)}`)
  }

  async isSaved(): Promise<void> {
    await expect(this.page.locator('[data-save="saved"]')).toBeVisible()
  }

  async isAccessible(): Promise<void> {
    expect(await findings(this.page)).toEqual([])
  }
}
