import { expect, test } from '@playwright/test'
import { Applicant } from './support/applicant'
import { findings } from './support/axe'
import { Member } from './support/member'
import { newPerson } from './support/people'
import { photo } from './support/pictures'
import { S3 } from './support/s3'
import { Server } from './support/server'
import { Words } from './support/words'

test.use({ locale: 'en' })

test('while the file store is away people are told so and lose nothing, and then all goes on', async ({ browser }) => {
  const s3 = await S3.start()
  const server = await Server.start('sqlite', s3.settings)
  const at = async (viewport: { width: number; height: number }) => (await browser.newContext({ viewport, locale: 'en', baseURL: server.url })).newPage()
  try {
    const words = new Words('en')
    const phone = new Applicant(await at({ width: 390, height: 844 }), words, newPerson('Maria de Souza Lima'), server)
    await phone.opens()
    await phone.begins()
    await phone.isAt('Get started')
    await phone.page.goto('/t/aurora/apply/onboarding-pf/page/photos')
    await phone.isAt('Photos of the document')
    const front = phone.question('Photo of document front')
    await front.locator('input[type=file]').first().setInputFiles(await photo(phone.page, 'RG'))
    await expect(front.getByRole('img')).toBeVisible()
    await s3.kill()
    await phone.presses('Use this one')
    await expect(front.getByText('The file store is not answering. Nothing was lost.').first()).toBeVisible()
    await expect(front.getByRole('img')).toBeVisible() // to be sent again, not chosen again
    await s3.boot()
    await phone.presses('Use this one')
    await phone.hasSent('Photo of document front')
    const mine = (await (await phone.page.request.get('/t/aurora/api/v1/portal/case')).json()) as { id: string }

    const clerk = new Member(await at({ width: 1280, height: 860 }), words, 'supervisor')
    await clerk.logsIn()
    await s3.kill()
    await clerk.page.goto(`/t/aurora/cases/${mine.id}`)
    const notice = clerk.page.getByRole('alert').filter({ hasText: 'The file store does not answer' })
    await expect(notice).toBeVisible()
    expect(await findings(clerk.page)).toEqual([])
    await s3.boot()
    await expect(notice).toBeHidden() // by itself
    await expect(clerk.page.getByRole('region', { name: /^Photo of document front/ }).getByRole('img')).toBeVisible()
  } finally {
    await server.stop()
    await s3.stop()
  }
})
