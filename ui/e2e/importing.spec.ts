import { findings } from './support/axe'
import { expect, test } from './support/test'

test.use({ language: 'en' })

const schema = JSON.stringify({
  title: 'Pet register',
  type: 'object',
  required: ['owner'],
  properties: {
    owner: { type: 'string', title: 'Name of the owner' },
    pets: { type: 'array', title: 'Pets', minItems: 1, items: { type: 'object', properties: { name: { type: 'string', title: 'Name of the pet', default: 'Rex' } } } },
  },
})

test('a form is made of a JSON Schema, and what cannot be taken is told', async ({ member }) => {
  const { page } = await member('administrator')
  await page.goto('/t/aurora/builder/import')
  const box = page.getByRole('textbox', { name: 'JSON Schema' })
  await box.fill('{"type": "object",')
  await expect(page.getByText('This is no JSON: line 1')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Create the form' })).toBeDisabled()
  await box.fill(schema)
  await expect(page.getByText('the value that was given beforehand is left out')).toBeVisible()
  await expect(page.getByText('/properties/pets/items/properties/name')).toBeVisible()
  expect(await findings(page)).toEqual([])
  await page.getByRole('button', { name: 'Create the form' }).click()
  await expect(page).toHaveURL(/\/builder\/form\/pet-register$/)
  await expect(page.getByText('Name of the owner').first()).toBeVisible()
  await expect(page.getByText('Name of the pet').first()).toBeVisible()
})
