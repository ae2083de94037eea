import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Page } from '@playwright/test'
import { findings } from './support/axe'
import { photo } from './support/pictures'
import { expect, test } from './support/test'

const texts = (file: string): Record<string, string> => JSON.parse(readFileSync(resolve(`src/i18n/en/${file}.json`), 'utf8')) as Record<string, string>
const say = { ...texts('checklist') }
const staff = texts('share')

test.use({ language: 'en' })

/** Answers the first page, after which there is an address to write to. */
async function getsStarted(page: Page, email: string): Promise<void> {
  await page.getByLabel('Email address').fill(email)
  await page.getByLabel('Mobile number').fill('+55 11 98765-4321')
  await page.getByRole('button', { name: 'Continue', exact: true }).click()
}

test('a person who was invited works through the list, with a phone for the photo, and hears from staff', async ({ member, applicant, opens }) => {
  test.setTimeout(150_000)
  const desk = await member('registration')
  const guest = await applicant()
  await desk.page.goto('/t/aurora/share?pipeline=onboarding-pf')
  await desk.page.getByLabel(staff['invite.people'] ?? '').fill(`Email address;Full name\n${guest.person.email};${guest.person.name}\nno address;Nobody`)
  await desk.page.getByRole('button', { name: staff['invite.check'] }).click()
  await expect(desk.page.getByRole('row').filter({ hasText: guest.person.email })).toContainText(staff['invite.ready'] ?? '')
  // Why the other cannot be invited is read whole, without scrolling sideways.
  const result = desk.page.getByRole('region', { name: staff['invite.result'] ?? '', exact: true })
  expect(await result.evaluate((box) => box.scrollWidth - box.clientWidth)).toBeLessThanOrEqual(0)
  await desk.page.getByRole('button', { name: 'Invite 1 person' }).click()
  await expect(desk.page.getByRole('row', { name: new RegExp(`^${guest.person.email}`) })).toContainText(/[A-Z0-9]{4}-[A-Z0-9]{4}/)

  // The link arrives at the list; what is known is there; an item leads through its own pages and back.
  await guest.followsLinkOf(await guest.letter('Continue your application any time'))
  const main = guest.page.getByRole('main')
  await expect(main.getByRole('heading', { level: 2, name: say['list.owe'] })).toBeVisible()
  const row = (title: string) => main.getByRole('listitem').filter({ has: guest.page.getByText(title, { exact: true }) })
  await expect(row('Your details')).toContainText(say['state.started'] ?? '')
  await expect(row('Photos of the document')).toContainText(say['state.blocked'] ?? '')
  expect(await findings(guest.page)).toEqual([])
  await row('Address').getByRole('link').click()
  await guest.isAt('Where you live')
  await guest.selects('Country', 'Brazil')
  await guest.fills('Postal code', '01310-100')
  await guest.presses('Continue')
  await expect(main.getByLabel('Street')).toBeVisible()
  await guest.follows('Back')
  await expect(row('Address')).toContainText(say['state.started'] ?? '')

  // A second form, by the same list.
  await row('Your details').getByRole('link').click()
  await expect(main.getByRole('heading', { level: 1 })).toBeVisible()

  // A computer waits while a phone takes the photo.
  await guest.page.goto('/t/aurora/apply/onboarding-pf/page/photos')
  await guest.isAt('Photos of the document')
  await guest.page.getByRole('button', { name: say['handover.open.photo'] }).click()
  await expect(guest.page.getByRole('img', { name: say['handover.alt'] })).toBeVisible()
  const link = (await guest.page.locator('a[href*="/resume#token="]').getAttribute('href')) ?? ''
  const phone = await opens({ viewport: { width: 390, height: 844 } })
  await phone.goto(new URL(link).pathname + new URL(link).hash)
  await expect(phone.getByRole('heading', { level: 1, name: 'Photos of the document' })).toBeVisible()
  const front = phone.getByRole('group', { name: 'Photo of document front' })
  await front.locator('input[type=file]').first().setInputFiles(await photo(phone, 'RG'))
  await phone.getByRole('button', { name: 'Use this one' }).click()
  await expect(guest.page.getByText('1 document arrived')).toBeVisible({ timeout: 20_000 })
  await expect(guest.page.getByRole('group', { name: 'Photo of document front' }).getByText('View')).toBeVisible()

  // A question to the staff, answered from the case page; the letter does not hold the answer.
  await guest.page.goto('/t/aurora/apply/onboarding-pf/messages')
  await guest.page.getByLabel(say['thread.label'] ?? '').fill('Is a driving licence enough?')
  await guest.page.getByRole('button', { name: say['thread.send'] }).click()
  await expect(guest.page.getByRole('list', { name: say['thread.title'] })).toContainText('Is a driving licence enough?')
  const id = (await guest.page.evaluate(async () => ((await (await fetch('/t/aurora/api/v1/portal/case')).json()) as { id: string }).id))
  await desk.page.goto(`/t/aurora/cases/${id}?tab=thread`)
  await expect(desk.page.getByText('Is a driving licence enough?')).toBeVisible()
  await desk.page.getByLabel(staff['thread.label'] ?? '').fill('Yes, if it shows your CPF')
  await desk.page.getByRole('button', { name: staff['thread.send'] }).click()
  await expect(guest.page.getByText('Yes, if it shows your CPF')).toBeVisible({ timeout: 20_000 })
  expect((await guest.letterCalled('Banco Aurora has answered you')).text).not.toContain('CPF')
  await desk.page.goto(`/t/aurora/cases/${id}?tab=checklist`)
  await expect(desk.page.getByRole('listitem').filter({ has: desk.page.getByText('Address', { exact: true }) }).first()).toContainText(say['state.started'] ?? '')
  expect(await findings(desk.page)).toEqual([])
})

test('a draft is discarded for good, and a member fills in for somebody who is there', async ({ member, applicant }) => {
  const person = await applicant()
  await person.opens()
  await person.begins()
  await person.isAt('Get started')
  await getsStarted(person.page, person.person.email)
  await person.page.goto('/t/aurora/apply/onboarding-pf/list')
  await person.page.getByRole('button', { name: say['remind.stop'] }).click()
  await expect(person.page.getByRole('button', { name: say['remind.start'] })).toBeVisible()
  await person.page.getByRole('button', { name: say['discard.open'] }).click()
  await person.page.getByRole('button', { name: say['discard.yes'] }).click()
  await expect(person.page.getByRole('heading', { level: 1, name: say['discard.done'] })).toBeVisible()
  await person.page.goto('/t/aurora/apply/onboarding-pf')
  await expect(person.page.getByRole('button', { name: 'Start', exact: true })).toBeVisible()

  const desk = await member('registration')
  await desk.page.goto('/t/aurora/share?pipeline=onboarding-pf')
  await desk.page.getByRole('button', { name: staff['assist.start'] }).click()
  await expect(desk.page.getByText('is filling this in for the applicant')).toBeVisible()
  await desk.page.getByRole('main').getByRole('link', { name: say['list.goOn'] }).click()
  await getsStarted(desk.page, person.person.email)
  await expect(desk.page.getByRole('heading', { level: 1, name: 'Who you are' })).toBeVisible()
  await desk.page.getByLabel('Full name').fill('Joana do Balcão')
  await desk.page.getByLabel('Full name').blur()
  await expect(desk.page.getByText(/^Saved/)).toBeVisible()
  await desk.page.getByRole('link', { name: 'Back to the desk' }).click()
  await expect(desk.page.getByRole('heading', { level: 1, name: 'Joana do Balcão' })).toBeVisible()
})
