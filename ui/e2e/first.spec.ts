import type { Page } from '@playwright/test'
import { findings } from './support/axe'
import { Builder } from './support/builder'
import { expect, test } from './support/test'

test.use({ language: 'en' })

/** From an empty organisation to the first case, by what the screens offer alone. */
test('an organisation that has nothing has its first case', async ({ server, opens, applicant }) => {
  const carla = { email: 'carla@boreal.example', password: 'carla-carla-carla' }
  server.foundsTenant('boreal', 'Cooperativa Boreal', carla)
  const page = await opens({ viewport: { width: 1280, height: 860 } })
  const logsIn = async (at: Page, email: string): Promise<void> => {
    await at.goto('/t/boreal/login')
    await at.getByLabel('E-mail').fill(email)
    await at.getByRole('textbox', { name: 'Password' }).fill(carla.password)
    await at.getByRole('button', { name: 'Log in' }).click()
  }
  const goesOn = (step: string) => page.getByRole('main').getByRole('link', { name: step }).click()

  await test.step('a template goes live', async () => {
    await logsIn(page, carla.email)
    await page.getByRole('link', { name: 'Look inside: Address change' }).click()
    await page.getByRole('button', { name: 'Install' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Install' }).click()
    await expect(page.getByText('“Address change” is live: what next?')).toBeVisible()
    expect(await findings(page)).toEqual([])
  })
  await test.step('a question is changed', async () => {
    await goesOn('Change the questions')
    const builder = new Builder(page)
    await builder.isOpen('Address change')
    await builder.card('Full name').click()
    await builder.panel.getByLabel('Label', { exact: true }).fill('Your name in full')
    await builder.publishes()
  })
  await test.step('a colleague gets a role that has a queue', async () => {
    await page.goto('/t/boreal/members')
    await page.getByRole('button', { name: 'Add a member' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name').fill('Rita Nunes')
    await dialog.getByLabel('E-mail').fill('rita@boreal.example')
    await dialog.getByRole('textbox', { name: 'password' }).fill(carla.password)
    await dialog.getByRole('checkbox', { name: 'Registration' }).check()
    await dialog.getByRole('button', { name: 'Add' }).click()
    await expect(page.getByRole('rowheader', { name: 'Rita Nunes' })).toBeVisible()
  })
  await test.step('somebody follows the link that is shared', async () => {
    await page.goto('/t/boreal/share')
    const link = await page.getByRole('link', { name: /apply\/address-change$/ }).getAttribute('href')
    const phone = await applicant()
    await phone.page.goto(link!)
    await phone.begins()
    await phone.isAt('Get started')
    await phone.page.getByLabel('Your name in full').fill(phone.person.name)
    await phone.page.getByLabel('CPF (Brazil)').fill(phone.person.cpf)
    await phone.page.getByLabel('Email address').fill(phone.person.email)
    await phone.presses('Continue')
    await expect(phone.page.getByRole('heading', { level: 1, name: 'Get started' })).toHaveCount(0)
    const rita = await opens({ viewport: { width: 1280, height: 860 } })
    await logsIn(rita, 'rita@boreal.example')
    await rita.getByRole('navigation', { name: 'Queues' }).getByRole('link').filter({ hasText: /Being filled|Incomplete|Started/ }).first().click()
    await expect(rita.getByRole('link', { name: phone.person.name })).toBeVisible()
  })
})
