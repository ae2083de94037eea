import { photo } from './support/pictures'
import { expect, test } from './support/test'

test('a photo that could not be sent is kept, and Continue drops nothing', async ({ applicant }) => {
  test.setTimeout(90_000)
  const phone = await applicant()
  await phone.opens()
  await phone.begins()
  await phone.isAt('Get started')
  await phone.page.goto('/t/aurora/apply/onboarding-pf/page/photos')
  await phone.isAt('Photos of the document')
  const front = phone.question('Photo of document front')
  await front.locator('input[type=file]').first().setInputFiles(await photo(phone.page, 'RG'))
  await expect(front.getByRole('img')).toBeVisible()

  await phone.presses('Continue')
  await expect(phone.page.getByRole('main').getByText(phone.words.key('fault.file_unused')).first()).toBeVisible()

  await phone.page.route('**/documents', (route) => route.abort())
  await phone.presses('Use this one')
  await expect(front).toBeFocused() // the button is gone: the reader stays at the question
  await expect(front.getByText(phone.words.key('fault.upload_failed')).first()).toBeVisible({ timeout: 20_000 })
  await expect(front.getByRole('img')).toBeVisible()

  await phone.page.unroute('**/documents')
  await phone.presses('Use this one')
  await phone.hasSent('Photo of document front')
  await phone.removes('Photo of document front')
  await expect(front).toBeFocused()
})
