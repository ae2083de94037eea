import { fillsForm, lifelongForm, minor, type Step } from './support/account'
import type { Applicant } from './support/applicant'
import { look } from './support/look'
import { expect, test } from './support/test'

test.use({ language: 'en' })

/** The core system of the demo knows no postal code that ends in 999. */
const lost: Step = {
  title: 'Where you live',
  fill: async (a) => {
    await a.selects('Country', a.words.country('BR'))
    await a.fills('Postal code', '01310-999')
  },
}

async function signs(phone: Applicant, n: number): Promise<void> {
  const letter = await phone.letter('Your signature is needed', n)
  await phone.followsLinkOf(letter)
  await phone.page.getByLabel('I have read the document and sign it').check()
  await phone.presses('Sign')
  await phone.isAt('Signed')
}

test('an account goes from its first page through approval, signature and a failed integration to its end', async ({ applicant, member }) => {
  test.setTimeout(240_000)
  const phone = await applicant()
  await phone.opens('account-life')
  await phone.begins()
  await fillsForm(phone, lifelongForm(minor).map((step) => (step.title === lost.title ? lost : step)))
  await phone.presses('Send answers')
  await phone.isAt('Your application')
  const reference = await phone.reference()

  const compliance = await member('compliance')
  await compliance.opensQueue('Awaiting approval')
  await compliance.opensCase(reference)
  await compliance.decides('Approve', { note: 'The guardian was called.' })
  await compliance.seesStage('Signature')

  const analyst = await member('registration')
  const { page } = analyst
  await test.step('put the address right before the signature', async () => {
    await analyst.opensQueue('Awaiting signature')
    await analyst.opensCase(reference)
    await page.getByRole('button', { name: 'Mend a field' }).click()
    await analyst.dialog.getByLabel('Field').selectOption('/mobile')
    await expect(analyst.dialog).toContainText('the link sent before stops working')
    await analyst.dialog.getByLabel('Mobile number').fill('11 97777-6666')
    await look(page, 'signature-mend', 'pt-BR')
    await analyst.dialog.getByRole('button', { name: 'Save and go on' }).click()
    await expect(analyst.dialog).toBeHidden()
    await analyst.seesStage('Signature')
  })
  await signs(phone, 2)

  await expect(async () => {
    await page.goto('/t/aurora/queues/integration_error')
    await expect(page.getByText(reference)).toBeVisible({ timeout: 2_000 })
  }).toPass()
  await expect(analyst.row(reference)).toContainText('address_not_found · Postal code')
  await look(page, 'integration-queue', 'pt-BR')
  await analyst.opensCase(reference)
  await page.getByRole('tab', { name: 'Integration' }).click()
  await expect(page.getByRole('tabpanel')).toContainText('CEP não encontrado na base de endereços.')
  await look(page, 'integration', 'pt-BR')

  await test.step('mend what was signed, and have it signed again', async () => {
    await page.getByRole('button', { name: 'Mend a field' }).click()
    await expect(analyst.dialog.getByLabel('Field')).toHaveValue('/cep')
    await expect(analyst.dialog).toContainText('a new link to sign goes to them')
    await analyst.dialog.getByLabel('Postal code').fill('01310-100')
    await look(page, 'integration-mend', 'pt-BR')
    await analyst.dialog.getByRole('button', { name: 'Save and go on' }).click()
    await expect(analyst.dialog).toBeHidden()
    await analyst.seesStage('Signature')
    await analyst.sees('is now “01310100”', 'Timeline')
    await signs(phone, 3)
  })

  await expect(async () => {
    await page.reload()
    await analyst.seesStage('Complete')
  }).toPass()
  await analyst.opensQueue('Complete applications')
})
