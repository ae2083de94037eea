import type { Page } from '@playwright/test'
import { localeNames } from '../src/i18n/locale'
import { accountForm, applies, fillsForm, minor } from './support/account'
import type { Applicant } from './support/applicant'
import { everyType, pipeline } from './support/everyType'
import { look, lookBothWays, looked } from './support/look'
import { newCpf } from './support/people'
import { photo } from './support/pictures'
import { texts } from './support/texts'
import { expect, test } from './support/test'

test.describe('what an applicant sees', () => {
  test.use({ language: 'en' })

  /** Presses Continue where nothing is answered yet: the page with all its messages. */
  async function looksAtErrors(phone: Applicant, name: string): Promise<void> {
    await phone.presses('Continue')
    await expect(phone.page.getByRole('heading', { name: phone.words.say('There is a problem') })).toBeVisible()
    await lookBothWays(phone.page, `${name}-errors`)
  }

  test('the form, page by page', async ({ applicant }) => {
    test.setTimeout(240_000)
    const phone = await applicant()
    await phone.opens()
    await phone.isAt('Investment account – natural person')
    await lookBothWays(phone.page, 'start')
    await phone.begins()
    for (const step of accountForm(minor)) {
      const name = step.title.toLowerCase().replace(/\W+/g, '-')
      await phone.isAt(step.title)
      if (['Who you are', 'Photos of the document', 'Declarations and terms'].includes(step.title)) await looksAtErrors(phone, name)
      if (step.title === 'Photos of the document') {
        await phone.question('Photo of document front').locator('input[type=file]').first().setInputFiles(await photo(phone.page, 'RG'))
        await expect(phone.question('Photo of document front').getByRole('img')).toBeVisible()
        await lookBothWays(phone.page, 'photo-preview')
        await phone.presses('Try another')
      }
      await step.fill(phone)
      await lookBothWays(phone.page, name)
      await phone.presses('Continue')
    }
    await phone.isAt('Check your answers')
    await lookBothWays(phone.page, 'check')
    await phone.changes('Allow orders by proxy?')
    await phone.isAt('How you will operate')
    await phone.chooses('Allow orders by proxy?', 'Yes')
    await phone.page.getByRole('button', { name: phone.words.key('apply.repeat.add') }).click()
    await lookBothWays(phone.page, 'proxies')
    await phone.presses('Continue later')
    await lookBothWays(phone.page, 'later')
  })

  test('pages that only some answers open, and no connection', async ({ applicant }) => {
    test.setTimeout(240_000)
    const phone = await applicant()
    await phone.opens()
    await phone.begins()
    await fillsForm(phone, accountForm(), 'Origin and marital status')
    await phone.selects('Nationality', phone.words.country('BR'))
    await phone.fills('Place of birth', 'Recife/PE')
    await phone.chooses('Marital status', 'Married')
    await phone.continuesTo('Spouse or partner')
    await lookBothWays(phone.page, 'spouse')
    await looksAtErrors(phone, 'spouse')
    await phone.page.context().setOffline(true)
    await phone.fills('Spouse or partner name', 'João da Silva')
    await expect(phone.page.getByText(phone.words.key('apply.save.offline')).first()).toBeVisible()
    await phone.fills('Spouse CPF', newCpf())
    await phone.presses('Continue')
    await expect(phone.page.getByRole('alert')).toBeVisible()
    await phone.presses('Continue later')
    await lookBothWays(phone.page, 'offline')
    await phone.page.context().setOffline(false)
    await phone.continuesTo('Your document')
    await phone.page.goto('/t/aurora/apply/onboarding-pf/page/pep')
    await phone.isAt('Politically exposed person')
    await phone.chooses('Are you a politically exposed person (PEP)?', 'Yes')
    await phone.seesSaved()
    await phone.page.goto('/t/aurora/apply/onboarding-pf/page/pep_details')
    await phone.isAt('About the public office')
    await lookBothWays(phone.page, 'pep-details')
    await looksAtErrors(phone, 'pep-details')
  })

  test('a question of every type', async ({ applicant, member }) => {
    test.setTimeout(240_000)
    const admin = await member('administrator')
    const installed = await admin.page.request.post('/t/aurora/api/v1/templates/install', {
      data: { body: everyType() },
      headers: { 'X-Esteira': '1', 'Idempotency-Key': 'every-type' },
    })
    expect(installed.status(), await installed.text()).toBe(201)
    const phone = await applicant()
    await phone.opens(pipeline)
    await phone.begins()
    await expect(phone.page.getByRole('button', { name: phone.words.key('apply.repeat.add') })).toBeVisible()
    await lookBothWays(phone.page, 'every-type')
    await phone.page.getByRole('button', { name: phone.words.key('apply.repeat.add') }).click()
    await phone.page.getByRole('group', { name: 'Question pixKey' }).getByLabel(phone.words.say('Random key')).check()
    await looksAtErrors(phone, 'every-type')
  })

  test('who is rejected', async ({ applicant, member }) => {
    test.setTimeout(120_000)
    const phone = await applicant()
    const reference = await applies(phone, minor)
    const analyst = await member('registration')
    await analyst.opensQueue('Awaiting approval')
    await analyst.opensCase(reference)
    await analyst.decides('Reject', { reason: 'Data does not match', note: 'Não confere.' })
    await analyst.seesStage('Rejected')
    await phone.page.reload()
    await phone.sees('We could not confirm some of the details.')
    await lookBothWays(phone.page, 'status-rejected')
  })

  test('what comes after, and what goes wrong', async ({ applicant, member }) => {
    test.setTimeout(240_000)
    const phone = await applicant()
    const reference = await applies(phone, minor)
    await lookBothWays(phone.page, 'status-review')

    const compliance = await member('compliance')
    await compliance.opensQueue('Awaiting approval')
    await compliance.opensCase(reference)
    await compliance.asksFor([
      { label: 'Monthly income', note: 'Qual é a origem desta renda?' },
      { label: 'Photo of document front', note: 'A foto está escura.' },
    ])
    await phone.page.reload()
    await expect(phone.page.getByRole('link', { name: phone.words.say('Monthly income') })).toBeVisible()
    await lookBothWays(phone.page, 'requested')
    await phone.follows('Photo of document front')
    await lookBothWays(phone.page, 'requested-item')
    await phone.removes('Photo of document front')
    await phone.photographs('Photo of document front', 'RG novo')
    await phone.continuesTo('Your application')
    await phone.follows('Monthly income')
    await phone.fills('Monthly income', '1500')
    await phone.continuesTo('Your application')
    await phone.presses('Send')
    await phone.sees('Under review. We will email you.')

    await compliance.opensQueue('Awaiting approval')
    await compliance.opensCase(reference)
    await compliance.decides('Approve', { note: 'ok' })
    const letter = await phone.letter('Your signature is needed')
    await phone.page.reload()
    await lookBothWays(phone.page, 'status-signature')
    await phone.followsLinkOf(letter)
    await phone.isAt('Sign your application')
    await lookBothWays(phone.page, 'sign')
    await phone.presses('Sign')
    await expect(phone.page.getByRole('heading', { name: phone.words.say('There is a problem') })).toBeVisible()
    await lookBothWays(phone.page, 'sign-error')
    await phone.page.getByLabel(phone.words.say('I have read the document and sign it')).check()
    await phone.presses('Sign')
    await phone.isAt('Signed')
    await lookBothWays(phone.page, 'signed')
    await phone.followsLinkOf(letter)
    await expect(phone.page.getByRole('alert')).toBeVisible()
    await lookBothWays(phone.page, 'sign-used')
    await phone.opens()
    await expect(phone.page.getByText(reference)).toBeVisible()
    await lookBothWays(phone.page, 'start-again')
    await phone.page.goto('/t/aurora/apply/onboarding-pf/status')
    await phone.sees('Your account is active.')
    await lookBothWays(phone.page, 'status-complete')
  })

  test('ways back, and ways that lead nowhere', async ({ applicant }) => {
    test.setTimeout(120_000)
    const phone = await applicant()
    await phone.page.goto('/t/aurora/apply/onboarding-pf/page/who')
    await phone.isAt('Continue with a link')
    await lookBothWays(phone.page, 'signed-out')
    await phone.page.goto('/t/aurora/resume')
    await phone.isAt('Continue an application')
    await phone.presses('Send link')
    await lookBothWays(phone.page, 'resume-error')
    await phone.fills('Email address', phone.person.email)
    await phone.presses('Send link')
    await phone.sees('Check your email')
    await lookBothWays(phone.page, 'resume-sent')
    await phone.page.goto('/t/aurora/resume#token=this-is-no-token-at-all-indeed')
    await phone.page.reload()
    await expect(phone.page.getByRole('alert')).toBeVisible()
    await lookBothWays(phone.page, 'resume-invalid')
    await phone.page.goto('/t/aurora/sign')
    await phone.isAt('Sign your application')
    await lookBothWays(phone.page, 'sign-no-token')
    await phone.page.goto('/t/aurora/apply/nothing-here')
    await expect(phone.page.getByRole('heading', { level: 1 })).toBeVisible()
    await lookBothWays(phone.page, 'entrance-unknown')
    await phone.page.goto('/t/aurora/apply/onboarding-pf/a/b/c')
    await phone.isAt('Page not found')
    await lookBothWays(phone.page, 'not-found')
  })
})

for (const language of looked) {
  test.describe(`the desk in ${localeNames[language]}`, () => {
    test.use({ language })

    test('every queue, case and dialog', async ({ member }) => {
      test.setTimeout(240_000)
      const analyst = await member('compliance')
      const { page } = analyst
      for (const queue of ['Incomplete applications', 'Awaiting approval', 'Waiting for the applicant', 'Awaiting signature', 'Complete applications', 'Rejected applications']) {
        await analyst.opensQueue(queue)
        await expect(page.getByRole('row').nth(1)).toBeVisible()
        await look(page, `desk-queue-${queue.toLowerCase().replace(/\W+/g, '-')}`, language)
      }
      await analyst.opensQueue('Awaiting approval')
      await page.getByRole('searchbox').fill('nobody is called this')
      await expect(page.getByText(analyst.words.say('Nothing matches'))).toBeVisible()
      await look(page, 'desk-queue-nothing', language)
      await page.getByRole('searchbox').fill('')
      await analyst.opensCaseOf('Elisa Exemplo Barreto')
      await look(page, 'desk-case', language)
      for (const tab of ['Checks', 'Requests', 'Messages', 'Timeline', 'Evidence', 'Notes']) {
        await analyst.opensTab(tab)
        await look(page, `desk-case-${tab.toLowerCase()}`, language)
      }
      await analyst.action('Reject').click()
      await expect(analyst.dialog).toBeVisible()
      await look(page, 'desk-reject', language)
      await analyst.dialog.getByRole('button', { name: analyst.words.say('Reject') }).click()
      await look(page, 'desk-reject-errors', language)
      await page.keyboard.press('Escape')
      await analyst.action('Request information').click()
      await page.getByRole('checkbox', { name: analyst.words.key('desk.packet.askFor', { item: 'Monthly income' }) }).check()
      await look(page, 'desk-packet', language)
      await page.getByRole('button', { name: analyst.words.say('Preview and send') }).click()
      await expect(analyst.dialog).toBeVisible()
      await look(page, 'desk-packet-preview', language)
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: analyst.words.key('desk.reveal.showOf', { item: 'Monthly income' }) }).click()
      await expect(analyst.dialog).toBeVisible()
      await look(page, 'desk-reveal', language)
      await page.goto('/t/aurora/nothing/here')
      await analyst.isAt('Page not found')
      await look(page, 'desk-not-found', language)
    })

    test('the administration and the way in', async ({ member }) => {
      test.setTimeout(120_000)
      const admin = await member('administrator')
      const { page } = admin
      for (const [path, title] of [['outbox', 'Outbox'], ['definitions', 'Definitions'], ['members', 'Members'], ['policies', 'Policies']] as const) {
        await page.goto(`/t/aurora/${path}`)
        await admin.isAt(title)
        await expect(page.getByRole('table').or(page.getByRole('list')).last()).toBeVisible()
        await look(page, `admin-${path}`, language)
      }
      await page.goto('/t/aurora/definitions/form/pf-account')
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await look(page, 'admin-definition', language)
      await page.goto('/t/aurora/members')
      await page.getByRole('button', { name: admin.words.say('Add a member') }).click()
      await expect(admin.dialog).toBeVisible()
      await look(page, 'admin-member', language)
      await page.keyboard.press('Escape')
      const auditor = await member('auditor')
      await auditor.page.goto('/t/aurora/audit')
      await auditor.isAt('Audit')
      await look(auditor.page, 'admin-audit', language)
      await auditor.page.context().clearCookies()
      await auditor.page.goto('/t/aurora/login')
      await auditor.isAt('Log in')
      await look(auditor.page, 'login', language)
      await auditor.page.getByRole('button', { name: auditor.words.say('Log in') }).click()
      await look(auditor.page, 'login-errors', language)
    })
  })
}

/** Closes the dialog that is open. */
async function closes(page: Page): Promise<void> {
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
}

for (const language of looked) {
  test.describe(`the builder in ${localeNames[language]}`, () => {
    test.use({ language })
    const say = texts(language)

    test('a form: its panels, tabs and dialogs', async ({ member }) => {
      test.setTimeout(240_000)
      const { page } = await member('administrator')
      const dialog = page.getByRole('dialog')
      const panel = page.getByRole('complementary', { name: say('builder.panel.title') })
      const button = (name: string) => page.getByRole('button', { name, exact: true })
      await page.goto('/t/aurora/builder/form/pf-account')
      await page.getByRole('tab', { name: say('builder.outline.title') }).click()
      const line = (key: string) => page.getByRole('tree').locator(`[data-item="f_${key}"]`)
      for (const key of ['addr_proof', 'tax_residences', 'marital', 'age']) {
        await line(key).click()
        await expect(panel.getByLabel(say('builder.property.type'), { exact: true })).toBeVisible()
        await look(page, `builder-form-${key}`, language)
      }
      await panel.getByRole('button', { name: new RegExp(`^${say('builder.property.formula')}: `) }).click()
      await look(page, 'builder-form-formula', language)
      await closes(page)
      await panel.getByRole('button', { name: new RegExp(`^${say('builder.property.visibleWhen')}: `) }).click()
      await dialog.getByRole('button', { name: say('builder.rule.addGroup') }).first().click()
      await look(page, 'builder-form-rule', language)
      await closes(page)
      await line('age').focus()
      await page.keyboard.press('/')
      await expect(dialog.getByRole('combobox')).toBeFocused()
      await look(page, 'builder-form-insert', language)
      await closes(page)
      await button(say('builder.moveTo')).first().click()
      await look(page, 'builder-form-move', language)
      await closes(page)
      for (const tab of ['rules', 'translations', 'json']) {
        await page.getByRole('tab', { name: say(`builder.tab.${tab}`) }).click({ timeout: 60_000 }) // hundreds of texts are drawn at once
        await look(page, `builder-form-tab-${tab}`, language)
      }
      await button(say('impact.history')).click()
      await expect(dialog.getByRole('heading', { name: say('impact.history.compare') })).toBeVisible()
      await look(page, 'builder-history', language)
      await closes(page)
      await button(say('desk.definitions.publish')).click()
      await expect(dialog.getByText(say('impact.users'))).toBeVisible()
      await look(page, 'builder-publish', language)
      await closes(page)
    })

    test('a pipeline and a checklist: their views, panels and dialogs', async ({ member }) => {
      test.setTimeout(240_000)
      const { page } = await member('administrator')
      await page.goto('/t/aurora/builder/pipeline/onboarding-pf')
      await expect(page.locator('[data-item^="stages/"]').first()).toBeVisible()
      await look(page, 'builder-pipeline', language)
      await page.getByRole('tab', { name: say('flow.view.outline') }).click()
      await page.getByRole('treeitem').nth(2).click()
      await look(page, 'builder-pipeline-stage', language)
      await page.getByRole('treeitem').nth(2).press('c')
      await expect(page.getByRole('dialog')).toBeVisible()
      await look(page, 'builder-pipeline-connect', language)
      await closes(page)
      for (const list of ['messages', 'checks', 'reasons', 'scores', 'attributes']) {
        await page.getByRole('tab', { name: new RegExp(`^${say(`flow.view.${list}`)}`) }).click()
        await page.locator(`[data-item^="${list}/"]`).first().click()
        await look(page, `builder-pipeline-${list}`, language)
      }
      await page.getByRole('tab', { name: new RegExp(`^${say('flow.view.scenarios')}`) }).click()
      await look(page, 'builder-pipeline-scenarios', language)
      await page.getByRole('button', { name: say('impact.opening'), exact: true }).click()
      await look(page, 'builder-opening', language)
      await closes(page)
      await page.goto('/t/aurora/builder/checklist/pf-account')
      await page.locator('[data-item]').nth(1).click()
      await look(page, 'builder-checklist', language)
    })

    test('a try-out: what stands beside it, and what it asks', async ({ member }) => {
      test.setTimeout(240_000)
      const { page, words } = await member('administrator')
      await page.goto('/t/aurora/builder/pipeline/address-change/tryout')
      await page.frameLocator('iframe').getByRole('button', { name: words.say('Start'), exact: true }).click()
      await expect(page.getByRole('list', { name: say('tryout.stages') }).locator('[aria-current="step"]')).toHaveCount(1)
      for (const tab of ['messages', 'checks', 'why', 'happened']) {
        await page.getByRole('tab', { name: new RegExp(`^${say(`tryout.tab.${tab}`)}`) }).click()
        await look(page, `builder-tryout-${tab}`, language)
      }
      await page.getByRole('button', { name: say('tryout.save.open'), exact: true }).click()
      await page.getByRole('dialog').getByRole('button', { name: say('tryout.expect.of').replace('{n}', '1') }).click()
      await look(page, 'builder-tryout-save', language)
      await closes(page)
      await page.getByRole('button', { name: say('tryout.close.open'), exact: true }).click()
      await expect(page.getByRole('dialog')).toBeVisible()
      await look(page, 'builder-tryout-close', language)
    })
  })
}
