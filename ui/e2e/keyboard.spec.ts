import { accountForm, applies, fillsForm, minor } from './support/account'
import { newPerson } from './support/people'
import { expect, test } from './support/test'

test('a page of the form is filled in without a mouse', async ({ applicant }) => {
  const laptop = await applicant()
  const { page, words, person } = laptop
  const keys = page.keyboard
  await laptop.opens()
  await laptop.begins()
  await fillsForm(laptop, accountForm(), 'Who you are')
  await laptop.isAt('Who you are')
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused()

  // Pressed on an empty page, Continue tells what is missing, and each line leads to its field.
  await page.getByRole('button', { name: words.say('Continue') }).focus()
  await keys.press('Enter')
  await keys.press('Tab')
  await expect(page.getByRole('main').getByRole('link').nth(1)).toBeFocused()
  await keys.press('Enter')
  await expect(laptop.field('Full name')).toBeFocused()
  await keys.type(person.name)
  await keys.press('Tab') // preferred name, which is optional
  await keys.press('Tab')
  if (!(await laptop.field('CPF (Brazil)').evaluate((e) => e === document.activeElement))) await keys.press('Tab') // past the help
  await expect(laptop.field('CPF (Brazil)')).toBeFocused()
  await keys.type(person.cpf)
  for (const part of ['27', '3', '1990']) {
    await keys.press('Tab')
    await keys.type(part)
  }
  await laptop.field('Mother’s name').focus()
  await keys.type('Rosa de Souza')
  await keys.press('Enter') // sends the form, as everywhere

  await laptop.isAt('Origin and marital status')
  await laptop.field('Nationality').focus()
  await keys.type('Brasil')
  await laptop.field('Place of birth').focus()
  await keys.type('Recife/PE')
  await keys.press('Tab')
  await keys.press('Tab')
  await keys.press('Space')
  await keys.press('ArrowDown')
  await expect(laptop.question('Marital status').getByLabel(words.say('Married'))).toBeChecked()
  await keys.press('ArrowUp')
  await expect(laptop.question('Marital status').getByLabel(words.say('Single'))).toBeChecked()
  await keys.press('Enter')
  await laptop.isAt('Your document')
})

test('a case is found and decided without a mouse', async ({ applicant, member }) => {
  const reference = await applies(await applicant(newPerson('Teresa Teclado')), minor)
  const analyst = await member('registration')
  const { page, words } = analyst
  const keys = page.keyboard
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await analyst.tabsTo(page.getByRole('link', { name: words.prefix('Awaiting approval') }))
  await keys.press('Enter')
  await analyst.isAt('Awaiting approval')
  await keys.press('/')
  await expect(page.getByRole('searchbox')).toBeFocused()
  await keys.type(reference)
  await expect(page.getByRole('row')).toHaveCount(2)
  await analyst.tabsTo(page.getByRole('link', { name: 'Teresa Teclado' }))
  await keys.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Teresa Teclado' })).toBeVisible()
  await analyst.tabsTo(analyst.action('Reject'))
  await keys.press('Enter')
  await expect(analyst.dialog).toBeVisible()
  await analyst.tabsTo(analyst.dialog.getByRole('combobox'))
  await keys.type(words.only('Documents cannot be read'))
  await analyst.tabsTo(analyst.dialog.getByRole('textbox'))
  await keys.type('Decidido só com o teclado.')
  await keys.press('Tab')
  await keys.press('Enter')
  await expect(analyst.dialog).toBeHidden()
  await analyst.seesStage('Rejected')
})
