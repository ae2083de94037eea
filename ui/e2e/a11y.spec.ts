import { localeNames, locales } from '../src/i18n/locale'
import { accountForm, applies, minor } from './support/account'
import type { Applicant } from './support/applicant'
import { look, lookInAll } from './support/look'
import { photo } from './support/pictures'
import { expect, test } from './support/test'

test.describe('what an applicant sees', () => {
  test.use({ language: 'en' })

  /** Presses Continue where nothing is answered yet: the page with all its messages. */
  async function looksAtErrors(phone: Applicant, name: string): Promise<void> {
    await phone.presses('Continue')
    await expect(phone.page.getByRole('heading', { name: phone.words.say('There is a problem') })).toBeVisible()
    await lookInAll(phone.page, `${name}-errors`)
  }

  test('the form, page by page', async ({ applicant }) => {
    test.setTimeout(240_000)
    const phone = await applicant()
    await phone.opens()
    await phone.isAt('Investment account – natural person')
    await lookInAll(phone.page, 'start')
    await phone.begins()
    for (const step of accountForm(minor)) {
      const name = step.title.toLowerCase().replace(/\W+/g, '-')
      await phone.isAt(step.title)
      if (['Who you are', 'Photos of the document', 'Declarations and terms'].includes(step.title)) await looksAtErrors(phone, name)
      if (step.title === 'Photos of the document') {
        await phone.question('Photo of document front').locator('input[type=file]').first().setInputFiles(await photo(phone.page, 'RG'))
        await expect(phone.question('Photo of document front').getByRole('img')).toBeVisible()
        await lookInAll(phone.page, 'photo-preview')
        await phone.presses('Try another')
      }
      await step.fill(phone)
      await lookInAll(phone.page, name)
      await phone.presses('Continue')
    }
    await phone.isAt('Check your answers')
    await lookInAll(phone.page, 'check')
    await phone.changes('Allow orders by proxy?')
    await phone.isAt('How you will operate')
    await phone.chooses('Allow orders by proxy?', 'Yes')
    await phone.page.getByRole('button', { name: phone.words.key('apply.repeat.add') }).click()
    await lookInAll(phone.page, 'proxies')
    await phone.presses('Continue later')
    await lookInAll(phone.page, 'later')
  })

  test('what comes after, and what goes wrong', async ({ applicant, member }) => {
    test.setTimeout(240_000)
    const phone = await applicant()
    const reference = await applies(phone, minor)
    await lookInAll(phone.page, 'status-review')

    const compliance = await member('compliance')
    await compliance.opensQueue('Awaiting approval')
    await compliance.opensCase(reference)
    await compliance.asksFor([
      { label: 'Monthly income', note: 'Qual é a origem desta renda?' },
      { label: 'Photo of document front', note: 'A foto está escura.' },
    ])
    await phone.page.reload()
    await expect(phone.page.getByRole('link', { name: phone.words.say('Monthly income') })).toBeVisible()
    await lookInAll(phone.page, 'requested')
    await phone.follows('Photo of document front')
    await lookInAll(phone.page, 'requested-item')
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
    await lookInAll(phone.page, 'status-signature')
    await phone.followsLinkOf(letter)
    await phone.isAt('Sign your application')
    await lookInAll(phone.page, 'sign')
    await phone.presses('Sign')
    await expect(phone.page.getByRole('heading', { name: phone.words.say('There is a problem') })).toBeVisible()
    await lookInAll(phone.page, 'sign-error')
    await phone.page.getByLabel(phone.words.say('I have read the document and sign it')).check()
    await phone.presses('Sign')
    await phone.isAt('Signed')
    await lookInAll(phone.page, 'signed')
    await phone.followsLinkOf(letter)
    await expect(phone.page.getByRole('alert')).toBeVisible()
    await lookInAll(phone.page, 'sign-used')
    await phone.opens()
    await expect(phone.page.getByText(reference)).toBeVisible()
    await lookInAll(phone.page, 'start-again')
    await phone.page.goto('/t/aurora/apply/onboarding-pf/status')
    await phone.sees('Your account is active.')
    await lookInAll(phone.page, 'status-complete')
  })

  test('ways back, and ways that lead nowhere', async ({ applicant }) => {
    test.setTimeout(120_000)
    const phone = await applicant()
    await phone.page.goto('/t/aurora/apply/onboarding-pf/page/who')
    await phone.isAt('Continue with a link')
    await lookInAll(phone.page, 'signed-out')
    await phone.page.goto('/t/aurora/resume')
    await phone.isAt('Continue an application')
    await phone.presses('Send link')
    await lookInAll(phone.page, 'resume-error')
    await phone.fills('Email address', phone.person.email)
    await phone.presses('Send link')
    await phone.sees('Check your email')
    await lookInAll(phone.page, 'resume-sent')
    await phone.page.goto('/t/aurora/resume#token=this-is-no-token-at-all-indeed')
    await phone.page.reload()
    await expect(phone.page.getByRole('alert')).toBeVisible()
    await lookInAll(phone.page, 'resume-invalid')
    await phone.page.goto('/t/aurora/sign')
    await phone.isAt('Sign your application')
    await lookInAll(phone.page, 'sign-no-token')
    await phone.page.goto('/t/aurora/apply/nothing-here')
    await expect(phone.page.getByRole('heading', { level: 1 })).toBeVisible()
    await lookInAll(phone.page, 'entrance-unknown')
    await phone.page.goto('/t/aurora/apply/onboarding-pf/a/b/c')
    await phone.isAt('Page not found')
    await lookInAll(phone.page, 'not-found')
  })
})

for (const language of locales) {
  test.describe(`the desk in ${localeNames[language]}`, () => {
    test.use({ language })

    test('every queue, case and dialog', async ({ member }) => {
      test.setTimeout(240_000)
      const analyst = await member('registration')
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
