import { accountForm, fillsForm, minor } from './support/account'
import { expect, test } from './support/test'

for (const language of ['pt-BR', 'ar'] as const) {
  test.describe(`in ${language}`, { tag: language === 'pt-BR' ? '@postgres' : [] }, () => {
    test.use({ language })

    test('an account is opened, from the link to the signed evidence', async ({ applicant, member }) => {
      test.setTimeout(120_000)
      const steps = accountForm(minor)
      const phone = await applicant()
      await phone.opens()
      await expect(phone.page.locator('html')).toHaveAttribute('dir', language === 'ar' ? 'rtl' : 'ltr')
      await phone.begins()
      await fillsForm(phone, steps, 'Where you live')
      await phone.isAt('Where you live')

      // Another device: nothing there but the letter.
      const tablet = await applicant(phone.person)
      await tablet.followsLinkOf(await tablet.letter('Continue your application any time'))
      await tablet.follows('Continue where you left off')
      await tablet.isAt('Where you live')
      const rest = steps.slice(steps.findIndex((s) => s.title === 'Where you live'))
      await fillsForm(tablet, rest)
      await expect(tablet.answer('Guardian’s full name')).toHaveText('Ana Lima')
      await expect(tablet.page.locator('dt', { hasText: tablet.words.say('Spouse or partner name') })).toHaveCount(0)
      await tablet.presses('Send answers')
      await tablet.isAt('Your application')
      const reference = await tablet.reference()

      const analyst = await member('registration')
      await analyst.opensQueue('Awaiting approval')
      await analyst.opensCase(reference)
      await expect(analyst.datum('Date of birth').getByRole('button', { name: analyst.words.say('Failed') })).toBeVisible()
      await analyst.asksFor([
        { label: 'Monthly income', note: 'Qual é a origem desta renda? Confira o valor.' },
        { label: 'Photo of document front', note: 'A foto está escura.' },
      ])
      await analyst.seesStage('Waiting for the applicant')

      // The applicant mends exactly these two.
      await tablet.followsLinkOf(await tablet.letter('We need a little more from you'))
      await tablet.isAt('Your application')
      const tasks = tablet.page.getByRole('main').getByRole('list').first().getByRole('link')
      await expect(tasks).toHaveCount(2)
      await tablet.follows('Monthly income')
      await tablet.isAt('Work and income')
      await expect(tablet.field('Occupation')).toHaveCount(0)
      await tablet.fills('Monthly income', '1500')
      await tablet.continuesTo('Your application')
      await tablet.follows('Photo of document front')
      await tablet.isAt('Photos of the document')
      await expect(tablet.question('Photo of document back')).toHaveCount(0)
      await tablet.removes('Photo of document front')
      await tablet.photographs('Photo of document front', 'RG novo')
      await tablet.continuesTo('Your application')
      await tablet.presses('Send')
      await tablet.sees('Under review. We will email you.')

      // Registration may not approve a minor, and is told why; compliance may.
      await analyst.opensQueue('Awaiting approval')
      await analyst.opensCase(reference)
      await analyst.datum('Monthly income').getByRole('button', { name: analyst.words.key('desk.dossier.earlier') }).click()
      await expect(analyst.page.getByRole('dialog').getByRole('listitem')).toHaveCount(1) // what it was when it was handed in
      await analyst.page.keyboard.press('Escape')
      await expect(analyst.action('Approve')).toHaveAttribute('aria-disabled', 'true')
      await expect(analyst.action('Approve')).toHaveAccessibleDescription(/\S/)
      const compliance = await member('compliance')
      await compliance.opensQueue('Awaiting approval')
      await compliance.opensCase(reference)
      await compliance.decides('Approve', { note: 'Responsável identificada.' })
      await compliance.seesStage('Signature')

      const letter = await tablet.letter('Your signature is needed')
      await tablet.followsLinkOf(letter)
      await tablet.isAt('Sign your application')
      await tablet.page.getByLabel(tablet.words.say('I have read the document and sign it')).check()
      await tablet.presses('Sign')
      await tablet.isAt('Signed')
      await tablet.page.reload()
      await tablet.isAt('Signed') // the proof stays, though the link is used up
      await tablet.followsLinkOf(letter)
      await expect(tablet.page.getByRole('alert')).toBeVisible()
      await expect(tablet.page.getByRole('button', { name: tablet.words.say('Sign') })).toHaveCount(0)

      await analyst.opensQueue('Complete applications')
      await analyst.opensCase(reference)
      await analyst.opensTab('Evidence')
      await expect(analyst.page.getByText(/^[0-9a-f]{64}$/).first()).toBeVisible()
    })
  })
}

test.describe('what went wrong', () => {
  test.use({ language: 'en' })

  test('is said in the language that the page turns to', async ({ applicant }) => {
    const { page } = await applicant()
    const turnsTo = (name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click()
    await page.goto('/t/aurora/resume')
    await page.getByRole('button', { name: 'Send link' }).click()
    await expect(page.getByText('Enter an email address in the correct format').first()).toBeVisible()
    await turnsTo('Português')
    await expect(page.getByText('Informe um e-mail no formato').first()).toBeVisible()
    await expect(page.getByText('Enter an email address')).toHaveCount(0)
    for (const address of ['resume', 'sign']) {
      await page.goto(`/t/aurora/${address}#token=${'A'.repeat(43)}`)
      await page.reload()
      const alert = page.getByRole('alert')
      const said = await alert.innerText()
      await turnsTo('English')
      await expect(alert).toContainText('This link')
      expect(await alert.innerText()).not.toBe(said)
      await turnsTo('Português')
      await expect.poll(() => alert.innerText()).toBe(said)
    }
  })
})
