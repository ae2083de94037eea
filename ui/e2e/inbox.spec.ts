import type { Locator } from '@playwright/test'
import { findings } from './support/axe'
import type { Member } from './support/member'
import { expect, test } from './support/test'

test.use({ language: 'en' })

const queue = 'Awaiting approval'

/** The line of somebody in the list of a queue. */
const line = (who: Member, name: string): Locator => who.page.getByRole('row').filter({ has: who.page.getByRole('link', { name, exact: true }) })

/** Presses a key on somebody's line. */
async function presses(who: Member, name: string, key: string): Promise<void> {
  await who.page.getByRole('link', { name, exact: true }).focus()
  await who.page.keyboard.press(key)
}

/** Other tests may have opened the case with this member. */
async function hasNotRead(who: Member, name: string): Promise<void> {
  await expect(line(who, name)).toBeVisible()
  if ((await line(who, name).getByText('Unread').count()) === 0) await presses(who, name, 'u')
  await expect(line(who, name).getByText('Unread')).toBeVisible()
}

test('what one takes, marks and decides, the other sees as it happens', async ({ member }) => {
  const [analyst, lead] = [await member('registration'), await member('supervisor')]
  await Promise.all([analyst.opensQueue(queue), lead.opensQueue(queue)])
  for (const who of [analyst, lead]) await hasNotRead(who, 'Fábio Amostra Nunes')

  await presses(analyst, 'Fábio Amostra Nunes', 'c')
  await expect(line(lead, 'Fábio Amostra Nunes')).toContainText('Analista de cadastro')

  await presses(analyst, 'Fábio Amostra Nunes', 'u') // it was unread: who takes a case from the list has not read it
  await expect(line(analyst, 'Fábio Amostra Nunes').getByText('Unread')).toHaveCount(0)
  await expect(line(lead, 'Fábio Amostra Nunes').getByText('Unread')).toBeVisible()
  await presses(analyst, 'Fábio Amostra Nunes', 'u')
  await expect(line(analyst, 'Fábio Amostra Nunes').getByText('Unread')).toBeVisible()

  await analyst.opensCaseOf('Fábio Amostra Nunes')
  await analyst.decides('Reject', { reason: 'Data does not match', note: 'The number belongs to somebody else.' })
  await expect(lead.page.getByText('1 has left')).toBeVisible()
  await expect(line(lead, 'Fábio Amostra Nunes')).toContainText('No longer in this list') // nothing moves from under the pointer
  await lead.page.getByRole('button', { name: 'Show', exact: true }).click()
  await expect(line(lead, 'Fábio Amostra Nunes')).toHaveCount(0)

  await analyst.page.keyboard.press('n')
  await expect(analyst.page.getByRole('heading', { level: 1, name: 'Fábio Amostra Nunes' })).toHaveCount(0)
  await expect(analyst.page.getByRole('button', { name: 'Give it back' })).toBeVisible()
})

test('a case that a colleague has is read, taken over with a word, and given to somebody who stands in', async ({ member }) => {
  const [compliance, lead] = [await member('compliance'), await member('supervisor')]
  await lead.opensQueue(queue)
  await lead.opensCaseOf('Elisa Exemplo Barreto')
  const notice = lead.page.getByRole('status').filter({ hasText: 'is working on this case' })
  await expect(notice).toContainText('Analista de compliance')
  await expect(lead.action('Reject')).toHaveAttribute('aria-disabled', 'true')
  await notice.getByRole('button', { name: 'Take over' }).click()
  await expect(lead.dialog).toContainText('Take the case over from Analista de compliance?')
  expect(await findings(lead.page)).toEqual([])
  await lead.dialog.getByRole('button', { name: 'Take over' }).click()
  await expect(notice).toHaveCount(0)
  await expect(lead.action('Reject')).not.toHaveAttribute('aria-disabled', 'true')

  await compliance.page.goto('/t/aurora/absences')
  await compliance.page.getByRole('button', { name: 'Add an absence' }).first().click()
  const today = new Date()
  await compliance.dialog.getByLabel('Until').fill(new Date(today.getTime() + 3 * 86_400_000).toISOString().slice(0, 10))
  await compliance.dialog.getByLabel('Who stands in').selectOption('Supervisão')
  await compliance.dialog.getByRole('button', { name: 'Add an absence' }).click()
  const away = compliance.page.getByRole('row').filter({ hasText: 'Away now' })
  await expect(away).toContainText('Analista de compliance')
  await expect(away).toContainText('Supervisão')
  expect(await findings(compliance.page)).toEqual([])

  await lead.page.keyboard.press('Shift+A')
  await lead.dialog.getByLabel('Colleague').selectOption('Analista de cadastro')
  await lead.dialog.getByRole('button', { name: 'Assign' }).click()
  await expect(lead.page.getByRole('status').filter({ hasText: 'Analista de cadastro is working on this case' })).toBeVisible()
  await lead.page.keyboard.press('Shift+A')
  await lead.dialog.getByLabel('Colleague').selectOption('Analista de compliance (away)')
  await expect(lead.dialog).toContainText('Supervisão stands in and gets the case')
  await lead.dialog.getByRole('button', { name: 'Assign' }).click()
  await expect(lead.dialog.getByLabel('Why Analista de cadastro no longer has it')).toHaveAttribute('aria-invalid', 'true')
  await lead.dialog.getByLabel('Why Analista de cadastro no longer has it').fill('Knows the family')
  await lead.dialog.getByRole('button', { name: 'Assign' }).click()
  await expect(lead.page.getByRole('button', { name: 'Give it back' })).toBeVisible()
  await lead.sees('who stands in for Analista de compliance', 'Timeline')

  await lead.opensQueue(queue)
  await lead.page.getByRole('button', { name: 'Standing in: Analista de compliance' }).click()
  await expect(lead.page).toHaveURL(/assignee/)

  await away.getByRole('button', { name: 'End now: Analista de compliance' }).click()
  await compliance.dialog.getByRole('button', { name: 'End now' }).click()
  await expect(away).toHaveCount(0)
})
