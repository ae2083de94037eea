import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { applies, minor } from './support/account'
import { Builder } from './support/builder'
import { look } from './support/look'
import { picks } from './support/pick'
import { PipelineDesk } from './support/pipeline'
import { expect, test } from './support/test'

const texts = JSON.parse(readFileSync(resolve('src/i18n/en/approvals.json'), 'utf8')) as Record<string, string>
const say = (key: string): string => texts[key] ?? key

/** The languages of the demo's definitions, as the builder names them. */
const languages = ['Brazilian Portuguese', 'Spanish', 'English', 'Arabic']

test.use({ language: 'en' })

/** The builder of a pipeline with approvals and scores, in the words of whoever uses it. */
class ApprovalDesk extends PipelineDesk {
  get approvals() {
    return this.panel.getByRole('region', { name: say('title') })
  }

  /** Names something in every language of the definition. */
  async names(place: string, label: string, name: string, keyboard = false): Promise<void> {
    for (const language of languages) {
      const list = this.page.getByLabel('Language of the texts')
      if (keyboard) {
        await list.focus()
        await this.page.keyboard.type(language)
      } else await list.selectOption({ label: language })
      const field = this.panel.getByRole('listitem', { name: place }).or(this.panel.getByRole('region', { name: place })).getByLabel(label, { exact: true })
      await (keyboard ? field.focus() : field.click())
      await this.page.keyboard.press('Control+a')
      await this.page.keyboard.type(name)
    }
    await this.page.getByLabel('Language of the texts').selectOption({ label: 'English' })
  }

  step(name: string) {
    return this.approvals.getByRole('listitem', { name })
  }

  async asks(name: string, object: string): Promise<void> {
    await this.step(name).getByText(say('advanced')).click()
    await this.step(name).getByLabel(this.say('policy.label'), { exact: true }).fill(object)
  }
}

test('two people approve one after the other, and a score is told with its reckoning', async ({ member, applicant }) => {
  test.setTimeout(240_000)
  const administrator = await member('administrator')
  const desk = new ApprovalDesk(administrator)
  const { page, panel } = desk
  await desk.opens('pipeline', 'onboarding-pf')

  await test.step('ask for two approvals', async () => {
    await desk.item('transitions/t13c').click()
    await desk.approvals.getByRole('button', { name: say('add') }).click()
    await expect(desk.approvals.getByRole('listitem').filter({ has: page.getByLabel(say('stepName')) })).toHaveCount(2)
    for (const [at, name] of [[0, 'Registration'], [1, 'Compliance']] as const) {
      for (const language of languages) {
        await page.getByLabel('Language of the texts').selectOption({ label: language })
        await desk.approvals.getByLabel(say('stepName')).nth(at).fill(name)
      }
    }
    await page.getByLabel('Language of the texts').selectOption({ label: 'English' })
    await desk.isSaved()
    await desk.asks('Registration', 'pipeline/onboarding-pf/stage/approval')
    await desk.asks('Compliance', 'pipeline/onboarding-pf/compliance')
    await desk.approvals.getByLabel(say('veto'), { exact: true }).selectOption({ label: 'Reject' })
    await expect(desk.item('transitions/t13c')).toContainText('2 approvals, one after the other')
    await desk.isSaved()
    await desk.isAccessible()
    await look(page, 'approvals-panel', 'pt-BR')
  })

  await test.step('add up a score', async () => {
    await desk.shows('scores')
    await page.getByRole('button', { name: desk.say('addTo.scores') }).click()
    const rows = panel.getByRole('region', { name: say('score.rows') })
    await desk.names(say('score.rows'), say('score.label'), 'Earns more than 5000')
    await rows.getByLabel(say('score.points')).fill('30')
    await rows.getByText(new RegExp(`^${say('score.when')}:`)).click()
    await rows.getByRole('button', { name: desk.say('rule.add') }).click()
    await rows.getByLabel('Answer', { exact: true }).selectOption({ label: 'Monthly income' })
    await rows.getByLabel('Comparison').selectOption({ label: 'is more than' })
    await rows.getByLabel('Value', { exact: true }).fill('5000')
    await expect(rows).toContainText('Counts when: Monthly income is more than')
    for (const language of languages) {
      await page.getByLabel('Language of the texts').selectOption({ label: language })
      await panel.getByLabel(say('score.name')).fill('Exposure')
      await panel.getByLabel(say('score.bandName')).nth(0).fill('Low')
      await panel.getByLabel(say('score.bandName')).nth(1).fill('High')
    }
    await page.getByLabel('Language of the texts').selectOption({ label: 'English' })

    const trial = panel.getByRole('region', { name: say('score.try') })
    await expect(trial.getByRole('status')).toHaveText('0 points: Low')
    await trial.getByLabel('Monthly income').fill('6000')
    await expect(trial.getByRole('status')).toHaveText('30 points: High')
    await desk.isAccessible()
    await look(page, 'approvals-score', 'pt-BR')

    await desk.shows('picture')
    const adds = panel.getByRole('combobox', { name: desk.say('effect.add'), exact: true })
    await expect(async () => {
      if ((await adds.count()) === 0) await desk.item('transitions/t05').click() // it stands at the edge: the picture may move under the press
      await expect(adds).toBeVisible({ timeout: 3_000 })
    }).toPass()
    await picks(panel, desk.say('effect.add'), 'score')
    const effect = panel.getByRole('listitem', { name: /^Works out: / }).last()
    await effect.getByText(desk.say('effect.settings')).click()
    await effect.getByLabel(desk.say('effect.score'), { exact: true }).selectOption({ label: 'Exposure' })
    await expect(panel.getByRole('listitem', { name: 'Works out: Exposure', exact: true })).toBeVisible()
  })

  await test.step('publish', async () => {
    await desk.isSaved()
    await page.getByRole('button', { name: 'Publish', exact: true }).click()
    await expect(page.getByRole('dialog')).toContainText('Compliance')
    await look(page, 'approvals-compare', 'pt-BR')
    await page.getByRole('dialog').getByRole('button', { name: 'Publish' }).click()
    await expect(page.getByRole('dialog')).toBeHidden()
  })

  const phone = await applicant()
  const reference = await applies(phone, minor)

  await test.step('the first analyst approves, and can no more', async () => {
    const first = await member('registration')
    await first.opensQueue('Awaiting approval')
    await first.opensCase(reference)
    const standing = first.page.getByRole('region', { name: /^Approvals: / })
    await expect(standing).toContainText('0 of 2 approved')
    await first.action('Approve').click()
    await expect(first.dialog.getByLabel(say('as'))).toHaveValue('approval')
    await expect(first.dialog).toContainText('This gives one approval')
    await look(first.page, 'approvals-dialog', 'pt-BR')
    await first.dialog.getByRole('button', { name: 'Approve' }).click()
    await expect(first.dialog).toBeHidden()
    await expect(standing).toContainText('1 of 2 approved')
    await expect(first.action('Approve')).toHaveAttribute('aria-disabled', 'true')
    await first.seesStage('Approval')
    await first.sees('Approved as “Registration”: 1 of 2', 'Timeline')
    const scores = first.page.getByRole('region', { name: say('scores') })
    await scores.getByText('Exposure').first().click()
    await expect(scores.getByRole('row', { name: /Earns more than 5000/ })).toContainText('30')
    await look(first.page, 'approvals-case', 'pt-BR')
  })

  await test.step('the second, of compliance, completes it', async () => {
    const second = await member('compliance')
    await second.opensQueue('Awaiting approval')
    await second.opensCase(reference)
    await second.decides('Approve')
    await second.seesStage('Signature')
    await second.sees('Approved as “Compliance”: 2 of 2', 'Timeline')
    await second.sees('Worked out Exposure: 30 points, High', 'Timeline')
  })

  /** A case of which registration has given its approval. */
  const halfApproved = async (): Promise<string> => {
    const next = await applies(await applicant(), minor)
    const first = await member('registration')
    await first.opensQueue('Awaiting approval')
    await first.opensCase(next)
    await first.decides('Approve')
    await expect(first.page.getByRole('region', { name: /^Approvals: / })).toContainText('1 of 2 approved')
    return next
  }

  await test.step('one no ends them', async () => {
    const waiting = await halfApproved()
    const second = await member('compliance')
    await second.opensQueue('Awaiting approval')
    await second.opensCase(waiting)
    await second.decides('Reject', { reason: 'Data does not match', note: 'The photo shows somebody else.' })
    await second.seesStage('Rejected')
    await second.sees('Refused as “Compliance”, which ends the approvals', 'Timeline')
  })

  await test.step('a colleague decides in the name of who is ill, as who manages members says', async () => {
    const waiting = await halfApproved()
    await page.goto('/t/aurora/absences')
    await page.getByRole('button', { name: 'Add an absence' }).first().click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Who is away').selectOption('Analista de compliance')
    await dialog.getByLabel('Until').fill(new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10))
    await dialog.getByLabel('Who stands in').selectOption('Supervisão')
    await dialog.getByLabel('They decide in this member’s name meanwhile').check()
    await dialog.getByRole('button', { name: 'Add an absence' }).click()
    await expect(dialog.getByLabel(/^Why/)).toHaveAttribute('aria-invalid', 'true')
    await look(page, 'approvals-absence', 'pt-BR')
    await dialog.getByLabel(/^Why/).fill('Ill')
    await dialog.getByRole('button', { name: 'Add an absence' }).click()
    await expect(page.getByRole('row').filter({ hasText: 'Away now' })).toContainText('Supervisão')

    const lead = await member('supervisor')
    await lead.opensQueue('Awaiting approval')
    await lead.opensCase(waiting)
    await lead.action('Approve').click()
    await expect(lead.dialog).toContainText('You decide in the name of Analista de compliance')
    await lead.dialog.getByRole('button', { name: 'Approve' }).click()
    await lead.seesStage('Signature')
    await lead.sees('Approved as “Compliance” in the name of Analista de compliance: 2 of 2', 'Timeline')

    await page.getByRole('button', { name: 'End now: Analista de compliance' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'End now' }).click()
    await expect(page.getByRole('row').filter({ hasText: 'Away now' })).toHaveCount(0)
  })
})

test('the same is designed by keyboard alone', async ({ member }) => {
  const desk = new ApprovalDesk(await member('administrator'))
  const { page, panel } = desk
  const keys = page.keyboard
  await desk.opens('pipeline', 'onboarding-pj')
  await desk.shows('outline')
  await desk.item('transitions/t13').focus()
  await keys.press('ArrowDown')
  await keys.press('ArrowUp')
  await keys.press('Enter')

  const add = desk.approvals.getByRole('button', { name: say('add') })
  await add.focus()
  await keys.press('Enter')
  const names = desk.approvals.getByLabel(say('stepName'))
  await names.nth(0).focus()
  await keys.press('Control+a')
  await keys.type('First')
  await names.nth(1).focus()
  await keys.press('Control+a')
  await keys.type('Second')
  await desk.approvals.getByRole('button', { name: say('addStep') }).focus()
  await keys.press('Enter')
  await names.nth(2).focus()
  await keys.press('Control+a')
  await keys.type('Third')
  await desk.step('Third').getByRole('button', { name: desk.say('up', { name: 'Third' }) }).focus()
  await keys.press('Enter')
  await desk.approvals.getByLabel(say('mode'), { exact: true }).focus()
  await keys.type('In any')
  await desk.approvals.getByLabel(say('quorum')).focus()
  await keys.type('2 of')
  await keys.press('Escape')
  await expect(desk.item('transitions/t13')).toBeFocused()
  await expect(desk.item('transitions/t13')).toContainText('2 of 3 approvals')
  await desk.isAccessible()

  await page.getByRole('tab', { name: /^Scores/ }).focus()
  await keys.press('Enter')
  await page.getByRole('button', { name: desk.say('addTo.scores') }).focus()
  await keys.press('Enter')
  await expect(panel.getByLabel(say('score.name'))).toBeFocused()
  await keys.type('Exposure')
  const from = panel.getByLabel(say('score.from')).nth(1)
  await from.focus()
  await keys.press('Control+a')
  await keys.type('20')
  await expect(panel.getByText('Sums go from 10 to 10.')).toBeVisible()
  await desk.isSaved()
  await page.reload()
  await expect(desk.item('transitions/t13')).toBeVisible()
  const kept = (await desk.kept('pipeline', 'onboarding-pj')) as unknown as {
    transitions: { key: string; approvals?: { mode: string; quorum?: number; steps: { key: string; name: Record<string, string> }[] } }[]
    scores: { title: Record<string, string>; bands: { from?: number }[] }[]
  }
  const { approvals } = kept.transitions.find((t) => t.key === 't13')!
  expect({ ...approvals, steps: approvals!.steps.map((s) => s.name.en) }).toEqual({ mode: 'parallel', quorum: 2, steps: ['First', 'Third', 'Second'] })
  expect(kept.scores.map((s) => [s.title.en, s.bands.map((b) => b.from)])).toEqual([['Exposure', [undefined, 20]]])
})

test('conditions that exclude each other are told beside the rule', async ({ member }) => {
  const administrator = await member('administrator')
  const desk = new ApprovalDesk(administrator)
  const { page, panel } = desk
  const both = (field: string, values: readonly string[]) => ({ query: { combinator: 'and', rules: values.map((value) => ({ field, operator: '=', value })) } })
  const change = async (address: string, edit: (body: { transitions: { key: string; effects: object[] }[]; pages: { fields: { key: string; visibleWhen?: object }[] }[] }) => void): Promise<void> => {
    const at = `/t/aurora/api/v1/definitions/${address}`
    const { draft, revision } = (await (await page.request.get(at)).json()) as { draft: Parameters<typeof edit>[0]; revision: number }
    edit(draft)
    const saved = await page.request.put(at, { data: { body: draft, revision }, headers: { 'X-Esteira': '1' } })
    expect(saved.ok(), await saved.text()).toBe(true)
  }

  await change('pipeline/address-change', (p) => p.transitions.find((t) => t.key === 't15')!.effects.push({ kind: 'set', set: { risk: 'high' }, when: both('case.risk', ['low', 'medium']) }))
  await desk.opens('pipeline', 'address-change')
  await desk.shows('outline')
  await desk.item('transitions/t15').click()
  const effect = panel.getByRole('listitem').filter({ hasText: 'Risk class = high' })
  await effect.getByText(desk.say('effect.settings')).click()
  await expect(effect.getByRole('list', { name: desk.say('findings.title') })).toContainText('“Risk class is Low” and “Risk class is Medium” exclude each other')
  await desk.isAccessible()

  await change('form/address-change', (f) => (f.pages[1]!.fields.find((field) => field.key === 'postal_code')!.visibleWhen = both('addr_country', ['BR', 'AR'])))
  await page.goto('/t/aurora/builder/form/address-change')
  await new Builder(page).selects('Postal code abroad')
  await expect(page.getByRole('complementary', { name: 'Properties' })).toContainText(/“.* is BR” and “.* is AR” exclude each other/)
  await look(page, 'approvals-flaw', 'pt-BR')
})

test.describe('in Arabic', () => {
  test.use({ language: 'ar' })

  test('approvals and a score are designed from right to left', async ({ member }) => {
    const desk = new PipelineDesk(await member('administrator'), 'ar')
    const { page, panel } = desk
    const words = JSON.parse(readFileSync(resolve('src/i18n/ar/approvals.json'), 'utf8')) as Record<string, string>
    await desk.opens('pipeline', 'address-change')
    await desk.item('transitions/t13').click()
    await panel.getByRole('button', { name: words.add }).click()
    await expect(desk.item('transitions/t13')).toContainText(words.series_two!)
    await look(page, 'approvals-panel', 'ar')
    await desk.shows('scores')
    await page.getByRole('button', { name: desk.say('addTo.scores') }).click()
    await expect(panel.getByRole('heading', { name: words['score.bands'] })).toBeVisible()
    await look(page, 'approvals-score', 'ar')
  })
})
