import { applies } from './support/account'
import type { Applicant } from './support/applicant'
import { look } from './support/look'
import type { Member } from './support/member'
import { newPerson } from './support/people'
import { expect, test } from './support/test'

test.use({ language: 'en' })

const inFour = (text: string): Record<string, string> => ({ 'pt-BR': text, es: text, en: text, ar: text })

/** Publishes the pipeline with a check against lists, which compliance alone may see. */
async function screens(administrator: Member): Promise<void> {
  const { request } = administrator.page
  const at = '/t/aurora/api/v1/definitions/pipeline/onboarding-pf'
  const kept = (await (await request.get(at)).json()) as { revision: number; draft: { checks: unknown[] } }
  kept.draft.checks.push({ key: 'sanctions', type: 'screening', title: inFour('Sanctions'), group: 'compliance', fields: ['full_name', 'birth_date', 'cpf'] })
  const headers = { 'X-Esteira': '1' }
  const saved = await request.put(at, { headers, data: { revision: kept.revision, body: kept.draft } })
  expect(saved.ok(), await saved.text()).toBe(true)
  const { revision } = (await saved.json()) as { revision: number }
  const published = await request.post(`${at}/publish`, { headers: { ...headers, 'Idempotency-Key': 'screens-the-people' }, data: { revision } })
  expect(published.ok(), await published.text()).toBe(true)
}

test('compliance loads a list, a case is found in it, and nobody else learns of it', async ({ member, applicant }) => {
  test.setTimeout(120_000)
  const person = newPerson('Zuleica Tavares Montenegro')
  const compliance = await member('compliance')
  const { page } = compliance

  await test.step('load a list', async () => {
    await page.getByRole('link', { name: 'Screening lists' }).click()
    await page.getByRole('button', { name: 'New list' }).click()
    await page.getByRole('dialog').getByLabel('Name').fill('Own watch list')
    await expect(page.getByRole('dialog').getByLabel('Key')).toHaveValue('own-watch-list')
    await look(page, 'lists-new', 'pt-BR')
    await page.getByRole('dialog').getByRole('button', { name: 'Make the list' }).click()
    const own = page.getByRole('region', { name: 'Own watch list' })
    await own.getByRole('button', { name: 'Load files' }).click()
    const rows = `id,name,birth,country,reason\n77,"MONTENEGRO, Zuleica Tavares",1990,br,Fraud in 2024\n78,Somebody Else,1950,,\n79,,,,\n`
    await page.getByRole('dialog').locator('input[type=file]').setInputFiles({ name: 'own.csv', mimeType: 'text/csv', buffer: Buffer.from(rows) })
    await page.getByRole('dialog').getByRole('button', { name: 'Load', exact: true }).click()
    await expect(own.getByRole('row').getByText('In use', { exact: true })).toBeVisible()
    await look(page, 'lists', 'pt-BR')
    await own.getByRole('button', { name: /^Report/ }).click()
    await expect(page.getByRole('dialog').getByRole('row')).toContainText(['Why', 'It has no name'])
    await look(page, 'lists-report', 'pt-BR')
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click()
  })

  await screens(await member('administrator'))
  const phone = await applicant(person)
  const reference = await applies(phone)

  await test.step('registration sees that compliance looks, and no more', async () => {
    const registration = await member('registration')
    await registration.opensQueue('Awaiting approval')
    await registration.opensCase(reference)
    await registration.page.getByRole('tab', { name: 'Checks' }).click()
    await expect(registration.page.getByText('Under review by compliance. Only that team sees the result.').first()).toBeVisible()
    await expect(registration.page.getByText('Own watch list')).toHaveCount(0)
    await expect(registration.page.getByRole('button', { name: 'Details of Sanctions' })).toHaveCount(0)
  })

  await test.step('compliance says that it is somebody else', async () => {
    await compliance.opensQueue('Awaiting approval')
    await compliance.opensCase(reference)
    await page.getByRole('tab', { name: 'Checks' }).click()
    await page.getByRole('button', { name: 'Details of Sanctions' }).click()
    const details = page.getByRole('dialog', { name: 'Sanctions' })
    await expect(details).toContainText('100 of 100 points')
    await expect(details).toContainText('Birth: agrees')
    await look(page, 'check-hit', 'pt-BR')
    await details.getByRole('button', { name: 'This is somebody else…' }).click()
    const why = page.getByRole('dialog', { name: 'Is this somebody else?' })
    await why.getByRole('button', { name: 'Somebody else' }).click()
    await expect(why).toContainText('Say why')
    await why.getByLabel('Reason').fill('Another mother’s name')
    await why.getByRole('button', { name: 'Somebody else' }).click()
    await expect(why).toBeHidden()
    await expect(details).toContainText('Another mother’s name')
    await expect(details.getByText('Passed').first()).toBeVisible()
    await look(page, 'check-cleared', 'pt-BR')
  })
})

/** Answers pages of the whole life of an account, without looking at them. */
async function answers({ page, person }: Applicant, postalCode: string): Promise<void> {
  const pages = {
    start: { email: person.email, mobile: '+5511961234567' },
    who: { full_name: person.name, cpf: person.cpf.replace(/\D/g, ''), birth_date: '1990-03-27', mother_name: 'Rosa de Souza' },
    residence: { addr_country: 'BR', cep: postalCode },
    address: { street: 'Avenida Paulista', number: '1000', district: 'Bela Vista', city: 'São Paulo', uf: 'SP' },
  }
  for (const [key, values] of Object.entries(pages)) {
    const saved = await page.request.put(`/t/aurora/api/v1/portal/case/pages/${key}`, { headers: { 'X-Esteira': '1' }, data: { values, proceed: true, locale: 'en' } })
    expect(saved.ok(), await saved.text()).toBe(true)
  }
}

/** Waits until a source has said what it knows of the address. */
async function isKnown({ page }: Applicant, result: string): Promise<void> {
  await expect(async () => {
    const now = (await (await page.request.get('/t/aurora/api/v1/portal/case')).json()) as { facts: { checks: { address?: { result: string } } } }
    expect(now.facts.checks.address?.result).toBe(result)
  }).toPass()
}

test('what a source knows is not asked', async ({ applicant, member }) => {
  const phone = await applicant()
  const { page } = phone
  await phone.opens('account-life')
  await phone.begins()
  await phone.isAt('Get started')
  const goesOn = async (postalCode: string, result: string, next: string): Promise<void> => {
    await answers(phone, postalCode)
    await isKnown(phone, result)
    await page.goto('/t/aurora/apply/account-life/page/profile')
    await phone.isAt('Investor profile')
    await phone.presses('Continue')
    await phone.isAt(next)
  }
  await goesOn('01310999', 'unclear', 'Proof of address')
  await goesOn('01310100', 'pass', 'Declarations and terms')

  const { page: desk } = await member('administrator')
  await desk.goto('/t/aurora/builder/form/account-life')
  await desk.getByRole('tab', { name: 'Rules' }).click()
  await expect(desk.getByRole('row', { name: 'Proof of address' }).last()).toContainText('the check “Address” has not passed')
})

test.describe('in Arabic', () => {
  test.use({ language: 'ar' })

  test('the lists run from right to left', async ({ member }) => {
    const { page } = await member('compliance')
    await page.goto('/t/aurora/lists')
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await look(page, 'lists', 'ar')

    // On a phone a key stays in one line: broken at its hyphen, its end would stand before its beginning.
    await page.setViewportSize({ width: 390, height: 844 })
    expect(await page.locator('h2').getByText('ofac-exemplo', { exact: true }).evaluate((key) => key.getClientRects().length)).toBe(1)
  })
})
