import { applies, minor } from './support/account'
import { expect, test } from './support/test'

test('who is rejected reads only the safe words', { tag: '@postgres' }, async ({ applicant, member }) => {
  const phone = await applicant()
  const reference = await applies(phone, minor)

  const analyst = await member('registration')
  await analyst.opensQueue('Awaiting approval')
  await analyst.opensCase(reference)
  await analyst.decides('Reject', { reason: 'Data does not match', note: 'Suspeita de fraude com o CPF.' })
  await analyst.seesStage('Rejected')
  await analyst.opensQueue('Rejected applications')
  await analyst.opensCase(reference)
  await analyst.sees('Suspeita de fraude com o CPF.', 'Notes')

  const letter = await phone.letter('About your application')
  await phone.page.reload()
  await phone.sees('We could not confirm some of the details.')
  const page = await phone.page.locator('body').innerText()
  for (const secret of ['fraude', phone.words.only('Data does not match')]) {
    expect(page).not.toContain(secret)
    expect(letter.text + letter.subject).not.toContain(secret)
  }
})
