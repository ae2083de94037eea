import { accountForm, fillsForm } from './support/account'
import { lookBothWays } from './support/look'
import { expect, test } from './support/test'

// A month can only pass where the database is reached from outside, so this runs on PostgreSQL alone.
test('who is waited for in vain reads that the answers are gone', { tag: '@postgres' }, async ({ applicant, server }) => {
  const phone = await applicant()
  await phone.opens()
  await phone.begins()
  await fillsForm(phone, accountForm(), 'Your document')
  await phone.presses('Continue later')
  const reference = await phone.referenceOfLater()
  server.letsAMonthPass(reference)
  await expect(async () => {
    await phone.page.goto('/t/aurora/apply/onboarding-pf/status')
    await expect(phone.page.getByText(phone.words.say('The time to finish ran out and we deleted your answers. You can start again.'))).toBeVisible({ timeout: 1000 })
  }).toPass({ timeout: 30_000 })
  await expect(phone.answer('Last saved')).toHaveCount(0)
  await lookBothWays(phone.page, 'status-expired')
})
