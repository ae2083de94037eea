import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, type Locator, type Page } from '@playwright/test'
import { picks } from './pick'

const read = (file: string): Record<string, string> => JSON.parse(readFileSync(resolve(`src/i18n/en/${file}.json`), 'utf8')) as Record<string, string>
const flow = read('flow')
const approvals = read('approvals')

/** One of the sentences of the pipeline builder, with its gaps filled. */
function say(key: string, gaps: Record<string, string> = {}): string {
  const text = flow[key]
  if (text === undefined) throw new Error(`no text flow.${key}`)
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => gaps[name] ?? whole)
}

/** A text in the two languages of what is designed. */
export interface Two {
  en: string
  pt: string
}

export interface StageWish {
  name: Two
  /** Whose turn it is. */
  turn: 'applicant' | 'staff' | 'end'
  told: Two
  answers?: 'requested'
  outcome?: string
  queue?: Two
}

export interface MoveWish {
  from: string
  to: string
  title?: Two
  verb?: string
  after?: { n: string; unit: string }
  by: 'applicant' | 'member' | 'system'
  otherwise?: boolean
  demands?: readonly string[]
  effects?: readonly { kind: string; name?: string }[]
}

/** An administrator at the builder of pipelines and checklists, in English, with texts in Portuguese beside. */
export class Designer {
  constructor(readonly page: Page) {}

  get panel(): Locator {
    return this.page.getByRole('complementary', { name: say('panel') })
  }

  field(key: string): Locator {
    return this.panel.getByLabel(say(key), { exact: true })
  }

  item(id: string): Locator {
    return this.page.locator(`[data-item="${id}"]`).first()
  }

  /** A line of the outline by its words. */
  line(name: string): Locator {
    return this.page.getByRole('treeitem', { name: new RegExp(`^${name}`) }).first()
  }

  async begins(kind: 'checklist' | 'pipeline', title: string, form?: string): Promise<void> {
    await this.page.goto('/t/aurora/definitions')
    await this.page.getByRole('link', { name: `New ${kind}` }).click()
    await this.page.getByLabel('Title').fill(title)
    if (form) await this.page.getByLabel('Form that applicants fill').selectOption({ label: form })
    await this.page.getByRole('checkbox', { name: 'Brazilian Portuguese' }).check()
    await this.page.getByRole('button', { name: 'Create' }).click()
    await expect(this.page.getByRole('heading', { level: 1, name: title })).toBeAttached()
  }

  async shows(view: string): Promise<void> {
    await this.page.getByRole('tab', { name: new RegExp(`^${say(`view.${view}`)}`) }).click()
  }

  /** Writes a text in both languages. */
  async writes(label: string, text: Two, within: Locator = this.panel): Promise<void> {
    const list = this.page.getByLabel('Language of the texts')
    await within.getByLabel(label, { exact: true }).fill(text.en)
    await list.selectOption({ label: 'Brazilian Portuguese' })
    await within.getByLabel(label, { exact: true }).fill(text.pt)
    await list.selectOption({ label: 'English' })
  }

  async lists(title: Two, kind: string, answers: readonly string[]): Promise<void> {
    await this.page.getByRole('button', { name: say('list.add') }).first().click()
    await this.writes(say('list.title'), title)
    await this.field('list.kind').selectOption(kind)
    for (const answer of answers) await picks(this.panel, say('path.add', { label: say('list.fields') }), { label: answer })
  }

  async settles(title: Two, contact: { name: string; email: string }, checklist: string): Promise<void> {
    await this.page.getByRole('button', { name: say('settings') }).click()
    await this.writes(say('pipeline.title'), title)
    await this.field('pipeline.checklist').selectOption(checklist)
    await this.field('contact.name').selectOption({ label: contact.name })
    await this.field('contact.email').selectOption({ label: contact.email })
  }

  async messages(subject: Two, body: Two): Promise<void> {
    await this.shows('messages')
    await this.page.getByRole('button', { name: say('addTo.messages') }).click()
    await this.writes(say('message.subject'), subject)
    await this.writes(say('message.body'), body)
  }

  async gives(reason: Two, told: Two): Promise<void> {
    await this.shows('reasons')
    await this.page.getByRole('button', { name: say('addTo.reasons') }).click()
    await this.writes(say('reason.label'), reason)
    await this.writes(say('reason.applicant'), told)
  }

  /** Adds a stage; with `existing`, tells one that is there to be this. */
  async stage(wish: StageWish, existing?: string): Promise<void> {
    await this.shows('outline')
    if (existing) await this.line(existing).click()
    else await this.page.getByRole('button', { name: say('addStage'), exact: true }).click()
    await this.writes(say('stage.name'), wish.name)
    await this.writes(say('stage.applicant'), wish.told)
    await this.field('stage.kind').selectOption({ label: say(`kind.${wish.turn}`) })
    if (wish.outcome) await this.field('stage.outcome').selectOption({ label: say(`outcome.${wish.outcome}`) })
    if (wish.answers) await this.field('stage.answers').selectOption({ label: say(`answers.${wish.answers}`) })
    if (!wish.queue) return
    await this.panel.getByRole('button', { name: say('queue.add') }).click()
    await this.writes(say('queue.name'), wish.queue)
  }

  /** Leads from one stage to another. */
  async leads(wish: MoveWish): Promise<void> {
    await this.line(wish.from).click()
    await this.panel.getByRole('region', { name: say('stage.ways') }).getByRole('button', { name: say('action.connect') }).click()
    const dialog = this.page.getByRole('dialog')
    await dialog.getByLabel(say('transition.to')).selectOption({ label: wish.to })
    await dialog.getByRole('button', { name: say('connect.action') }).click()
    await expect(dialog).toHaveCount(0)
    await this.sets(wish)
  }

  /** Lets a transition that is there lead elsewhere. */
  async redirects(name: string, to: string, wish: Omit<MoveWish, 'from' | 'to'>): Promise<void> {
    await this.line(name).click()
    await this.field('transition.to').selectOption({ label: to })
    await this.sets(wish)
  }

  /** Names a transition that is there in both languages. */
  async names(name: string, title: Two): Promise<void> {
    await this.line(name).click()
    await this.writes(say('transition.title'), title)
  }

  /** Says of the transition that is selected what it is. */
  async sets(wish: Omit<MoveWish, 'from' | 'to'>): Promise<void> {
    if (wish.verb) await this.field('trigger.verb').fill(wish.verb)
    if (wish.title) await this.writes(say('transition.title'), wish.title)
    if (wish.after) await this.counts(wish.after)
    const who = this.panel.getByRole('group', { name: say('by.title') })
    for (const each of ['applicant', 'member', 'service', 'system']) await who.getByLabel(say(`by.${each}`), { exact: true }).setChecked(wish.by === each)
    if (wish.otherwise) await this.panel.getByLabel(say('guard.otherwiseLabel')).check()
    for (const demand of wish.demands ?? []) await this.panel.getByLabel(say(`demands.${demand}`), { exact: true }).check()
    for (const effect of wish.effects ?? []) await this.does(effect)
  }

  private async counts({ n, unit }: { n: string; unit: string }): Promise<void> {
    await this.field('trigger.title').selectOption({ label: say('trigger.time') })
    await this.panel.getByLabel(say('duration.unit', { label: say('timer.after') }), { exact: true }).selectOption({ label: unit })
    await this.panel.getByLabel(say('duration.number', { label: say('timer.after') }), { exact: true }).fill(n)
  }

  private async does({ kind, name }: { kind: string; name?: string }): Promise<void> {
    await picks(this.panel, say('effect.add'), { label: say(`effect.kind.${kind}`) })
    if (name === undefined) return
    const effect = this.panel.getByRole('region', { name: say('effect.title') }).locator('ol > li').last()
    await effect.locator('summary').first().click()
    await effect.getByLabel(say('effect.message'), { exact: true }).selectOption({ label: name })
  }

  /** Asks for approvals of the transition that is selected, each by another person. */
  async asksApprovals(names: readonly [Two, Two]): Promise<void> {
    const region = this.panel.getByRole('region', { name: approvals['title'] ?? '' })
    await region.getByRole('button', { name: approvals['add'] ?? '' }).click()
    for (const [i, name] of names.entries()) await this.writes(approvals['stepName'] ?? '', name, region.getByRole('listitem').filter({ has: this.page.getByLabel(approvals['stepName'] ?? '') }).nth(i))
  }

  async isSaved(): Promise<void> {
    await expect(this.page.locator('[data-save="saved"]')).toBeVisible()
  }

  /** Nothing is wrong with what is designed, as far as the policies are not concerned. */
  async seesNoError(): Promise<void> {
    await this.isSaved()
    await expect(this.page.locator('[data-tone="danger"]').filter({ hasText: /problem/ })).toHaveCount(0)
  }

  /** Ticks what a role may do in one part of the tenant. */
  async allows(where: string, grants: Readonly<Record<string, readonly string[]>>): Promise<void> {
    await this.page.goto('/t/aurora/policies')
    await this.page.getByLabel('Where', { exact: true }).selectOption({ label: where })
    for (const [role, rights] of Object.entries(grants)) {
      for (const right of rights) await this.page.getByRole('checkbox', { name: `${role}, ${right}` }).first().click()
    }
    await this.page.getByRole('button', { name: 'Review and save' }).click()
    await this.page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
    await expect(this.page.getByRole('dialog')).toHaveCount(0)
  }

  async publishes(): Promise<void> {
    await this.page.getByRole('button', { name: 'Publish', exact: true }).click()
    await this.page.getByRole('dialog').getByRole('button', { name: 'Publish' }).click()
    await expect(this.page.getByRole('dialog')).toHaveCount(0)
  }
}
