import type { APIRequestContext, Page } from '@playwright/test'
import { findings } from './support/axe'
import { photo } from './support/pictures'
import { expect, test } from './support/test'

test.use({ language: 'en' })

/** A PDF of some pages, each with its number in large letters. */
function pdf(pages: number): Buffer {
  const objects: string[] = []
  const kids = Array.from({ length: pages }, (_, i) => `${4 + i * 2} 0 R`).join(' ')
  objects.push('<</Type/Catalog/Pages 2 0 R>>', `<</Type/Pages/Kids[${kids}]/Count ${pages}>>`, '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>')
  for (let i = 0; i < pages; i++) {
    const text = `BT /F1 72 Tf 72 600 Td (Sheet ${i + 1}) Tj ET`
    objects.push(`<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents ${5 + i * 2} 0 R/Resources<</Font<</F1 3 0 R>>>>>>`, `<</Length ${text.length}>>\nstream\n${text}\nendstream`)
  }
  let out = '%PDF-1.4\n'
  const places = objects.map((body, i) => {
    const at = out.length
    out += `${i + 1} 0 obj\n${body}\nendobj\n`
    return at
  })
  const table = places.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('')
  out += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${out.length}\n%%EOF\n`
  return Buffer.from(out, 'latin1')
}

/** Uploads a file for a question as the page itself would. */
async function uploads(request: APIRequestContext, field: string, file: { name: string; mimeType: string; buffer: Buffer }): Promise<void> {
  const answer = await request.post('/t/aurora/api/v1/portal/case/documents', { headers: { 'X-Esteira': '1' }, multipart: { field, file } })
  expect(answer.status(), await answer.text()).toBe(201)
}

/** How large the sheet is drawn. */
const zoomOf = (page: Page): Promise<string> => page.getByRole('toolbar').first().locator('output').innerText()

test('documents are looked at, compared and judged by keys', async ({ applicant, member }) => {
  test.setTimeout(120_000)
  const phone = await applicant()
  await phone.opens()
  await phone.begins()
  await phone.isAt('Get started')
  const { request } = phone.page
  const known = await request.put('/t/aurora/api/v1/portal/case/pages/document', { headers: { 'X-Esteira': '1' }, data: { values: { doc_type: 'cin' } } })
  expect(known.ok(), await known.text()).toBe(true)
  const card = await photo(phone.page, 'RG', { width: 1600, height: 1100 })
  await uploads(request, '/doc_front', { ...card, name: 'blurred.jpg' })
  await uploads(request, '/doc_front', { ...card, name: 'front.jpg' })
  await uploads(request, '/doc_back', { ...card, name: 'back.jpg' })
  await uploads(request, '/addr_proof', { name: 'bill.pdf', mimeType: 'application/pdf', buffer: pdf(3) })
  const mine = (await (await request.get('/t/aurora/api/v1/portal/case')).json()) as { id: string }

  const analyst = await member('supervisor')
  const { page } = analyst
  await page.goto(`/t/aurora/cases/${mine.id}`)
  const list = page.getByRole('list', { name: 'Documents' })
  await expect(list.getByRole('button')).toHaveCount(3)
  await expect(list.locator('img').first()).toBeVisible() // made by a job

  const stage = page.getByRole('region', { name: 'Photo of document front: front.jpg' })
  const picture = stage.getByRole('img')
  await expect(picture).toBeVisible()
  const before = await zoomOf(page)
  await page.keyboard.press('+')
  await expect.poll(() => zoomOf(page)).not.toBe(before)
  await page.keyboard.press('w')
  await expect.poll(() => zoomOf(page)).toBe(before)
  await page.keyboard.press('r')
  await expect(picture).toHaveAttribute('data-turn', '90')
  await page.keyboard.press('l')
  await expect(page.getByRole('region', { name: 'Photo of document back: back.jpg' })).toBeVisible()
  await page.keyboard.press('h')
  await expect(picture).toHaveAttribute('data-turn', '90') // it stays as it was turned
  await page.keyboard.press('R')

  await page.keyboard.press('v')
  await expect(page.getByLabel('Beside it')).toBeVisible()
  await expect(page.getByRole('region', { name: 'Photo of document back: back.jpg' })).toBeVisible()
  await page.keyboard.press('d')
  await expect(page.getByRole('region', { name: 'Data beside the document' })).toBeVisible()
  expect(await findings(page)).toEqual([])
  await page.keyboard.press('v')
  await page.keyboard.press('d')
  await expect(page.getByRole('region', { name: 'Versions' }).getByText('blurred.jpg')).toBeVisible()

  await page.keyboard.press('y')
  await expect(list.getByRole('button', { name: 'Photo of document front' })).toContainText('Accepted')
  await page.keyboard.press('z')
  await expect(list.getByRole('button', { name: 'Photo of document front' })).toContainText('To be judged')
  await page.keyboard.press('x')
  const dialog = page.getByRole('dialog', { name: 'Refuse the document' })
  await dialog.getByLabel('Reason').selectOption({ label: 'Cut off' })
  await expect(dialog.getByLabel('What is wrong with it')).toHaveValue(/four corners/)
  await dialog.getByRole('button', { name: 'Refuse' }).click()
  await expect(list.getByRole('button', { name: 'Photo of document front' })).toContainText('Refused')

  await list.getByRole('button', { name: 'Proof of address' }).click()
  const paper = (n: number) => page.getByRole('region', { name: `Proof of address: bill.pdf, Page ${n} of 3` })
  await expect(paper(1).locator('canvas[data-drawn="1"]')).toBeVisible()
  await expect(paper(1)).toContainText('Sheet 1')
  await page.keyboard.press('.')
  await expect(paper(2).locator('canvas[data-drawn="2"]')).toBeVisible()
  await page.getByRole('button', { name: 'All pages' }).click()
  await page.getByRole('list', { name: 'All pages' }).getByRole('button', { name: 'Page 3' }).click()
  await expect(paper(3).locator('canvas[data-drawn="3"]')).toBeVisible()
  for (let i = 0; i < 4; i++) await page.keyboard.press('+')
  await expect.poll(() => paper(3).evaluate((e) => e.scrollHeight - e.clientHeight)).toBeGreaterThan(100)
  await paper(3).focus()
  await page.keyboard.press('ArrowDown')
  await expect.poll(() => paper(3).evaluate((e) => e.scrollTop)).toBeGreaterThan(0)
  await page.keyboard.press('f')
  await expect(page.getByRole('button', { name: 'Leave full screen' })).toBeVisible()
  await page.getByRole('button', { name: 'Leave full screen' }).click()
})

test('the administration keeps files as long as it says, and tests where they lie', async ({ member }) => {
  const admin = await member('administrator')
  const { page } = admin
  await page.goto('/t/aurora/storage')
  await expect(page.getByRole('heading', { level: 1, name: 'Storage' })).toBeVisible()
  await page.getByLabel('Months kept: All others').fill('1')
  await page.getByRole('button', { name: 'What would go in 30 days' }).click()
  await expect(page.getByText(/By these rules/)).toBeVisible()
  await page.getByRole('button', { name: 'Save the rules' }).click()
  const dialog = page.getByRole('dialog', { name: 'Save these rules?' })
  await expect(dialog).toContainText('cannot be brought back')
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await page.getByLabel('Months kept: All others').fill('')
  await page.getByRole('button', { name: 'Test the storage' }).click()
  await expect(page.getByText('The storage does all it has to.')).toBeVisible({ timeout: 20_000 })
  await page.getByRole('button', { name: 'Look now' }).click()
  await expect(page.getByText(/Last look/)).toBeVisible()
  expect(await findings(page)).toEqual([])
  await page.setViewportSize({ width: 390, height: 844 })
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(391)
})
