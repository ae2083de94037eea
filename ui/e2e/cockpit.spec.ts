import { readFile } from 'node:fs/promises'
import { findings } from './support/axe'
import { look } from './support/look'
import { expect, test } from './support/test'

test.use({ language: 'en' })

test('a bar of the funnel leads to exactly its cases, and is a table and a file too', async ({ member }) => {
  const { page } = await member('supervisor')
  await page.goto('/t/aurora/cockpit?from=2020-01-01&to=2035-12-31')
  const funnel = page.getByRole('region', { name: 'Funnel by stage' })
  await funnel.getByRole('button', { name: 'As a table: Funnel by stage' }).click()
  const row = funnel.getByRole('row').filter({ has: page.getByRole('link') }).first()
  const stage = (await row.getByRole('rowheader').getByRole('link').textContent())!
  const came = Number(await row.getByRole('cell').first().textContent())
  expect(came).toBeGreaterThan(0)
  expect(await findings(page)).toEqual([])
  const file = page.waitForEvent('download')
  await funnel.getByRole('button', { name: 'Export CSV: Funnel by stage' }).click()
  const text = await readFile(await (await file).path(), 'utf8')
  expect(text).toContain(`${stage},,${came},`)
  await funnel.getByRole('button', { name: 'As a table: Funnel by stage' }).click()
  await funnel.getByRole('listitem').getByRole('link', { name: stage, exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: `Came to ${stage}` })).toBeVisible()
  await expect(page.getByRole('row')).toHaveCount(came + 1)
  await look(page, 'cockpit-cases', 'en')
})

test('every part says something or teaches what to do', async ({ member }) => {
  const { page } = await member('supervisor')
  for (const part of ['funnel', 'stopping', 'form', 'flow', 'team']) {
    await page.goto(`/t/aurora/cockpit?part=${part}&from=2020-01-01&to=2035-12-31&compare=1`)
    await expect(page.getByRole('heading', { level: 2 }).first()).toBeVisible()
    await expect(page.getByRole('status', { name: 'Loading' })).toHaveCount(0)
    await expect(page.getByRole('alert')).toHaveCount(0)
    expect(await findings(page)).toEqual([])
    await look(page, `cockpit-${part}`, 'en')
  }
})

test('the form part tells the errors of a field, and a kept service level leads to its cases', async ({ member }) => {
  const { page } = await member('supervisor')
  const of = 'pipeline=onboarding-pf&from=2020-01-01&to=2035-12-31'
  await page.goto(`/t/aurora/cockpit?part=form&${of}`)
  const fields = page.getByRole('region', { name: 'Time and errors by field' })
  await fields.getByRole('button', { name: 'As a table: Time and errors by field' }).click()
  const told = (await fields.getByRole('row').filter({ hasText: /^CPF \(Brazil\)/ }).first().getByRole('cell').allTextContents()).map((s) => Number.parseInt(s, 10))
  expect(told[1]).toBeGreaterThan(0) // seconds
  expect(told[2]).toBeGreaterThan(0) // errors
  await page.goto(`/t/aurora/cockpit?part=flow&${of}`)
  const kept = page.getByRole('region', { name: 'Service level by stage' }).getByRole('listitem').getByRole('link', { name: /^Kept/ }).first()
  const count = Number((await kept.textContent())!.replace(/\D/g, ''))
  await kept.click()
  await expect(page.getByRole('heading', { level: 1, name: /· Kept$/ })).toBeVisible()
  await expect(page.getByRole('row')).toHaveCount(count + 1)
})

test('who may not see figures is told so, and finds no way to them', async ({ member }) => {
  const { page } = await member('registration')
  await expect(page.getByRole('link', { name: 'Cockpit' })).toHaveCount(0)
  expect((await page.request.get('/t/aurora/api/v1/cockpit')).status()).toBe(403)
})
