import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Locator } from '@playwright/test'
import { Applicant } from './support/applicant'
import { findings } from './support/axe'
import { type Member, password } from './support/member'
import { expect, test } from './support/test'

const staff = JSON.parse(readFileSync(resolve('src/i18n/en/share.json'), 'utf8')) as Record<string, string>

test.use({ language: 'en' })

/** What stands in a column of somebody's line, on the screen of a queue. */
async function cell(who: Member, name: string, column: string): Promise<Locator> {
  await expect(who.page.getByRole('columnheader', { name: column, exact: true })).toBeVisible() // the list has come
  const heads = await who.page.getByRole('columnheader').allTextContents()
  return who.row(name).getByRole('cell').or(who.row(name).getByRole('rowheader')).nth(heads.findIndex((h) => h.trim() === column))
}

/** Does one act to the lines that are ticked, and reads how it went. */
async function doesToMany(who: Member, act: string, names: readonly string[]): Promise<Locator> {
  for (const name of names) await who.row(name).getByRole('checkbox').click()
  await who.page.getByRole('button', { name: 'Do with them' }).click()
  await who.page.getByRole('menuitem', { name: act }).click()
  await who.dialog.getByRole('button', { name: act }).click()
  return who.dialog
}

test('a link to sign is told of and sent anew, one and many, until none is left for the day', async ({ member }) => {
  const analyst = await member('registration')
  await analyst.opensQueue('Awaiting signature')
  await expect(await cell(analyst, 'Igor Fictício Lacerda', 'Token')).toContainText('Expired')
  await expect(await cell(analyst, 'Igor Fictício Lacerda', 'Links left')).toHaveText('5')
  await analyst.page.getByRole('button', { name: 'Resend the link to Igor Fictício Lacerda' }).click()
  await expect(await cell(analyst, 'Igor Fictício Lacerda', 'Token')).toContainText(/Sent.*good for/)
  await expect(await cell(analyst, 'Igor Fictício Lacerda', 'Links left')).toHaveText('4')

  const many = ['Igor Fictício Lacerda', 'Sônia Fictícia Brito']
  const outcome = await doesToMany(analyst, 'Resend the link', many)
  await expect(outcome).toContainText('2 of 2 done')
  expect(await findings(analyst.page)).toEqual([])
  await outcome.getByRole('button', { name: 'Close' }).last().click()
  for (const name of many) await expect(await cell(analyst, name, 'Links left')).toHaveText('3')
})

test('a blocked account is not there for registration, and two of compliance lift a block whose reason only they read', async ({ member, playwright, server }) => {
  const [analyst, compliance] = await Promise.all([member('registration'), member('compliance')])
  await analyst.opensQueue('Renewals')
  await expect(await cell(analyst, 'Xavier Exemplo Barros', 'Reason')).toHaveText('Renewal period')
  await analyst.opensQueue('Awaiting update')
  await expect(await cell(analyst, 'Yara Demonstração Gomes', 'Mobile number')).toHaveText('(11) 9****-0138')
  for (const [queue, name] of [['Inactive accounts', 'José Amostra Zimmer'], ['Closed accounts', 'Breno Exemplo Queiroz']] as const) {
    await analyst.opensQueue(queue)
    await expect(analyst.row(name)).toBeVisible()
  }
  await expect(analyst.page.getByRole('link', { name: /Blocked accounts/ })).toHaveCount(0)
  await analyst.page.goto('/t/aurora/queues/blocked')
  await expect(analyst.page.getByRole('heading', { name: 'No such queue' })).toBeVisible()

  const name = 'Alice Fictícia Torres'
  const lead = await playwright.request.newContext({ baseURL: server.url, extraHTTPHeaders: { 'X-Esteira': '1' } })
  await lead.post('/t/aurora/api/v1/session', { data: { email: 'supervisao@aurora.example', password } })
  const seen = await (await lead.get('/t/aurora/api/v1/queues/blocked/cases')).text()
  expect(seen).toContain(name)
  expect(seen).not.toContain('Court order')
  await lead.dispose()

  await compliance.opensQueue('Blocked accounts')
  await expect(compliance.row(name)).toContainText('Court order')
  await compliance.opensCaseOf(name)
  await expect(compliance.action('Unblock')).toHaveAttribute('aria-disabled', 'true')
  await compliance.decides('Record that the cause is gone', { note: 'The court lifted the order.' })
  await expect(compliance.action('Unblock')).toHaveAttribute('aria-disabled', 'true') // who recorded it does not lift the block

  const second = await member('officer')
  await second.opensQueue('Blocked accounts')
  const outcome = second.dialog
  await second.row(name).getByRole('checkbox').click()
  await second.page.getByRole('button', { name: 'Do with them' }).click()
  await second.page.getByRole('menuitem', { name: 'Unblock' }).click()
  await outcome.getByLabel(/^Internal note/).fill('Read the decision.')
  await outcome.getByRole('button', { name: 'Unblock' }).click()
  await expect(outcome).toContainText('1 of 1 done')
  await compliance.seesStage('Complete')
})

test('an address that takes no letters opens the update, which an analyst fills in for who is on the phone', async ({ member, applicant, server }) => {
  test.setTimeout(90_000)
  const name = 'Vítor Amostra Campos'
  const now = 'vitor.novo@demo.example'
  const analyst = await member('registration')
  const { page } = analyst
  server.mail.refuses('pessoa135@demo.example')
  await analyst.opensQueue('Complete applications')
  await analyst.opensCaseOf(name)
  for (const words of ['Your card is on its way.', 'Has the card arrived?']) {
    await analyst.opensTab('Conversation')
    await page.getByLabel(staff['thread.label'] ?? '').fill(words)
    await page.getByRole('button', { name: staff['thread.send'] }).click()
    await expect(page.getByRole('tabpanel')).toContainText(words)
  }
  await expect(async () => {
    await page.reload()
    await analyst.seesStage('Update')
  }).toPass()
  await analyst.opensTab('Timeline')
  await expect(page.getByRole('tabpanel')).toContainText('has answered you” came back: the address takes no messages')

  await analyst.opensQueue('Awaiting update')
  await expect(await cell(analyst, name, 'Contact that fails')).toHaveText('Email address')
  await analyst.opensCaseOf(name)
  await analyst.opensTab('Checklist')
  await page.getByRole('button', { name: staff['assist.go'] }).click()
  await expect(page.getByRole('heading', { name: 'Our messages do not arrive: Email address' })).toBeVisible()
  await page.getByRole('link', { name: 'Check your answers and send' }).click()
  const there = await applicant({ name, cpf: '', email: now })
  const seat = new Applicant(page, there.words, there.person, server)
  await seat.isAt('Check your answers')
  await seat.changes('Email address')
  await seat.fills('Email address', now)
  await seat.continuesTo('Check your answers')
  await seat.presses('Send answers')
  await seat.isAt('Your application')

  await there.followsLinkOf(await there.letterCalled('Confirme a alteração')) // the language of the person, not of the analyst
  await there.page.getByLabel('I have read the document and sign it').check()
  await there.presses('Sign')
  await there.isAt('Signed')
  await page.getByRole('link', { name: 'Back to the desk' }).click()
  await analyst.seesStage('Complete')
  await analyst.opensTab('Timeline')
  await expect(page.getByRole('tabpanel')).toContainText(/Created a signature link that works until \d\d\/\d\d\/\d{4} \d\d:\d\d \(UTC-03:00\)/)
})

test.describe('in the language of the account', () => {
  test.use({ language: 'pt-BR' })

  test('a renewal is answered from its letter and decided anew, and its customer then changes a detail', async ({ member, applicant }) => {
    test.setTimeout(120_000)
    const name = 'Xavier Exemplo Barros'
    const analyst = await member('registration')
    await analyst.opensQueue('Renewals')
    await analyst.opensCaseOf(name)
    await analyst.decides('Send a reminder')
    await analyst.opensQueue('Renewals')
    await expect(await cell(analyst, name, 'Lembretes enviados')).toHaveText('1')

    const phone = await applicant({ name, cpf: '', email: 'pessoa137@demo.example' })
    const changes = async (page: string, label: string, value: string): Promise<void> => {
      await phone.changes(label)
      await phone.isAt(page)
      await phone.fills(label, value)
      await phone.presses('Continue')
      await phone.isAt('Check your answers')
      await phone.presses('Send answers')
    }
    const signs = async (subject: string): Promise<void> => {
      await phone.followsLinkOf(await phone.letter(subject))
      await phone.page.getByLabel(phone.words.say('I have read the document and sign it')).check()
      await phone.presses('Sign')
      await phone.isAt('Signed')
    }

    await test.step('the customer looks through what is known', async () => {
      await phone.followsLinkOf(await phone.letter('Update your details'))
      await phone.follows('Check your answers and send')
      await changes('Work and income', 'Monthly income', '31000')
      await phone.isAt('Your application')
    })

    const compliance = await member('compliance')
    await test.step('compliance reads what is new, and decides', async () => {
      await expect(async () => {
        await compliance.page.goto('/t/aurora/queues/approval')
        await expect(compliance.row(name)).toBeVisible({ timeout: 2_000 })
      }).toPass()
      await compliance.opensCaseOf(name)
      await expect(compliance.datum('Monthly income')).toContainText('Valores anteriores: 1')
      await compliance.decides('Approve', { note: 'Renda conferida.' })
      await compliance.seesStage('Signature')
      await signs('Your signature is needed')
    })
    await expect(async () => {
      await compliance.page.reload()
      await compliance.seesStage('Complete')
    }).toPass()

    await test.step('the customer has another number, and confirms it', async () => {
      await phone.page.goto('/t/aurora/apply/account-life/status')
      await phone.presses('Change my details')
      await phone.isAt('Check your answers')
      await changes('Get started', 'Mobile number', '(11) 97777-6666')
      await phone.isAt('Your application')
      await phone.sees('We have sent you a link to sign.')
      await signs('Confirm the change')
      await compliance.page.reload()
      await compliance.seesStage('Complete')
    })
  })
})
