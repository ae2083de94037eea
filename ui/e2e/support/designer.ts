import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, type Locator, type Page } from '@playwright/test'
import { type Hand, mouse } from './hand'
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

/** An administrator at the builder of pipelines and checklists, in English, with texts in Portuguese beside, by mouse or by keyboard. */
export class Designer {
  constructor(readonly page: Page, readonly hand: Hand = mouse) {}

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
    await this.hand.press(this.page.getByRole('link', { name: `New ${kind}` }))
    await this.hand.write(this.page.getByLabel('Title'), title)
    if (form) await this.hand.choose(this.page.getByLabel('Form that applicants fill'), { label: form })
    await this.hand.tick(this.page.getByRole('checkbox', { name: 'Brazilian Portuguese' }))
    await this.hand.press(this.page.getByRole('button', { name: 'Create' }))
    await expect(this.page.getByRole('heading', { level: 1, name: title })).toBeAttached()
  }

  async shows(view: string): Promise<void> {
    await this.hand.press(this.page.getByRole('tab', { name: new RegExp(`^${say(`view.${view}`)}`) }))
  }

  /** Writes a text in both languages. */
  async writes(label: string, text: Two, within: Locator = this.panel): Promise<void> {
    await this.hand.write(within.getByLabel(label, { exact: true }), text.en)
    await this.speaks('Brazilian Portuguese')
    await this.hand.write(within.getByLabel(label, { exact: true }), text.pt)
    await this.speaks('English')
  }

  /** Turns to another language of the texts: by its list, or by its key from where the hands are. */
  private async speaks(language: string): Promise<void> {
    const list = this.page.getByLabel('Language of the texts')
    if (this.hand.kind === 'mouse') return this.hand.choose(list, { label: language })
    await this.page.keyboard.press('F8')
    await expect(list.locator('option:checked')).toHaveText(language)
  }

  async lists(title: Two, kind: string, answers: readonly string[]): Promise<void> {
    await this.hand.press(this.page.getByRole('button', { name: say('list.add') }).first())
    await this.writes(say('list.title'), title)
    await this.hand.choose(this.field('list.kind'), kind)
    for (const answer of answers) await picks(this.panel, say('path.add', { label: say('list.fields') }), { label: answer }, this.hand)
  }

  async settles(title: Two, contact: { name: string; email: string }, checklist: string): Promise<void> {
    await this.hand.press(this.page.getByRole('button', { name: say('settings') }))
    await this.writes(say('pipeline.title'), title)
    await this.hand.choose(this.field('pipeline.checklist'), checklist)
    await this.hand.choose(this.field('contact.name'), { label: contact.name })
    await this.hand.choose(this.field('contact.email'), { label: contact.email })
  }

  async messages(subject: Two, body: Two): Promise<void> {
    await this.shows('messages')
    await this.hand.press(this.page.getByRole('button', { name: say('addTo.messages') }))
    await this.writes(say('message.subject'), subject)
    await this.writes(say('message.body'), body)
  }

  async gives(reason: Two, told: Two): Promise<void> {
    await this.shows('reasons')
    await this.hand.press(this.page.getByRole('button', { name: say('addTo.reasons') }))
    await this.writes(say('reason.label'), reason)
    await this.writes(say('reason.applicant'), told)
  }

  /** Adds a stage; with `existing`, tells one that is there to be this. */
  async stage(wish: StageWish, existing?: string): Promise<void> {
    await this.shows('outline')
    if (existing) await this.hand.press(this.line(existing))
    else await this.hand.press(this.page.getByRole('button', { name: say('addStage'), exact: true }))
    await this.writes(say('stage.name'), wish.name)
    await this.writes(say('stage.applicant'), wish.told)
    await this.hand.choose(this.field('stage.kind'), { label: say(`kind.${wish.turn}`) })
    if (wish.outcome) await this.hand.choose(this.field('stage.outcome'), { label: say(`outcome.${wish.outcome}`) })
    if (wish.answers) await this.hand.choose(this.field('stage.answers'), { label: say(`answers.${wish.answers}`) })
    if (!wish.queue) return
    await this.hand.press(this.panel.getByRole('button', { name: say('queue.add') }))
    await this.writes(say('queue.name'), wish.queue)
  }

  /** Leads from one stage to another. */
  async leads(wish: MoveWish): Promise<void> {
    await this.hand.press(this.line(wish.from))
    await this.hand.press(this.panel.getByRole('region', { name: say('stage.ways') }).getByRole('button', { name: say('action.connect') }))
    const dialog = this.page.getByRole('dialog')
    await this.hand.choose(dialog.getByLabel(say('transition.to')), { label: wish.to })
    await this.hand.press(dialog.getByRole('button', { name: say('connect.action') }))
    await expect(dialog).toHaveCount(0)
    await this.sets(wish)
  }

  /** Lets a transition that is there lead elsewhere. */
  async redirects(name: string, to: string, wish: Omit<MoveWish, 'from' | 'to'>): Promise<void> {
    await this.hand.press(this.line(name))
    await this.hand.choose(this.field('transition.to'), { label: to })
    await this.sets(wish)
  }

  /** Names a transition that is there in both languages. */
  async names(name: string, title: Two): Promise<void> {
    await this.hand.press(this.line(name))
    await this.writes(say('transition.title'), title)
  }

  /** Says of the transition that is selected what it is. */
  async sets(wish: Omit<MoveWish, 'from' | 'to'>): Promise<void> {
    if (wish.verb) await this.hand.write(this.field('trigger.verb'), wish.verb)
    if (wish.title) await this.writes(say('transition.title'), wish.title)
    if (wish.after) await this.counts(wish.after)
    const who = this.panel.getByRole('group', { name: say('by.title') })
    for (const each of ['applicant', 'member', 'service', 'system']) await this.hand.tick(who.getByLabel(say(`by.${each}`), { exact: true }), wish.by === each)
    if (wish.otherwise) await this.hand.tick(this.panel.getByLabel(say('guard.otherwiseLabel')))
    for (const demand of wish.demands ?? []) await this.hand.tick(this.panel.getByLabel(say(`demands.${demand}`), { exact: true }))
    for (const effect of wish.effects ?? []) await this.does(effect)
  }

  private async counts({ n, unit }: { n: string; unit: string }): Promise<void> {
    await this.hand.choose(this.field('trigger.title'), { label: say('trigger.time') })
    await this.hand.choose(this.panel.getByLabel(say('duration.unit', { label: say('timer.after') }), { exact: true }), { label: unit })
    await this.hand.write(this.panel.getByLabel(say('duration.number', { label: say('timer.after') }), { exact: true }), n)
  }

  private async does({ kind, name }: { kind: string; name?: string }): Promise<void> {
    await picks(this.panel, say('effect.add'), { label: say(`effect.kind.${kind}`) }, this.hand)
    if (name === undefined) return
    const effect = this.panel.getByRole('region', { name: say('effect.title') }).locator('ol > li').last()
    await this.hand.press(effect.locator('summary').first())
    await this.hand.choose(effect.getByLabel(say('effect.message'), { exact: true }), { label: name })
  }

  /** Asks for approvals of the transition that is selected, each by another person. */
  async asksApprovals(names: readonly [Two, Two]): Promise<void> {
    const region = this.panel.getByRole('region', { name: approvals['title'] ?? '' })
    await this.hand.press(region.getByRole('button', { name: approvals['add'] ?? '' }))
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
    await this.hand.choose(this.page.getByLabel('Where', { exact: true }), { label: where })
    for (const [role, rights] of Object.entries(grants)) {
      for (const right of rights) await this.hand.press(this.page.getByRole('checkbox', { name: `${role}, ${right}` }).first())
    }
    await this.hand.press(this.page.getByRole('button', { name: 'Review and save' }))
    await this.hand.press(this.page.getByRole('dialog').getByRole('button', { name: 'Save' }))
    await expect(this.page.getByRole('dialog')).toHaveCount(0)
  }

  async publishes(): Promise<void> {
    await this.hand.press(this.page.getByRole('button', { name: 'Publish', exact: true }))
    await this.hand.press(this.page.getByRole('dialog').getByRole('button', { name: 'Publish' }))
    await expect(this.page.getByRole('dialog')).toHaveCount(0)
  }
}
