import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { locales, type Locale } from '../src/i18n/locale'
import { accountForm, applies, fillsForm, minor } from './support/account'
import { Keys } from './support/keys'
import type { Member } from './support/member'
import { newPerson } from './support/people'
import { expect, test } from './support/test'
import { installsLoan, installsMove } from './support/tryout'

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

/** Our sentences in one language, with their gaps filled. */
function speech(locale: Locale): (key: string, gaps?: Record<string, string | number>) => string {
  const texts = Object.assign({}, ...['builder', 'flow', 'palette'].map((file) => Object.fromEntries(Object.entries(JSON.parse(readFileSync(resolve(`src/i18n/${locale}/${file}.json`), 'utf8')) as object).map(([key, text]) => [`${file}.${key}`, text])))) as Record<string, string>
  return (key, gaps = {}) => {
    const text = texts[key]
    if (text === undefined) throw new Error(`no text ${key} in ${locale}`)
    return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(gaps[name] ?? whole))
  }
}

/** A builder by keyboard, and what it says. */
async function opens(member: Member, path: string) {
  const { page } = member
  await page.goto(`/t/aurora/builder/${path}`)
  const keys = new Keys()
  await page.getByRole('tablist').first().waitFor()
  return {
    page, keys,
    press: async (...all: string[]) => { for (const key of all) await page.keyboard.press(key) },
    says: (sentence: string) => expect(page.locator('[data-announcer]')).toHaveText(sentence),
  }
}

test.describe('what is moved by keyboard says where to', () => {
  for (const locale of locales) {
    test.describe(locale, () => {
      test.use({ language: locale, by: 'keys' })
      const say = speech(locale)

      test('a field, on the canvas and in the outline, in the language of who listens', async ({ member }) => {
        const administrator = await member('administrator')
        await installsLoan(administrator, `spoken-${locale.toLowerCase()}`) // a form in English alone
        const { page, keys, press, says } = await opens(administrator, `form/spoken-${locale.toLowerCase()}`)
        const at = (position: number, name = 'Email address'): string => say('builder.said.moved', { name, place: say('builder.place.field', { page: 1, position, count: 4 }) })
        await keys.goes(page.locator('[data-part="canvas"]'))
        await press('ArrowDown', 'ArrowDown', 'ArrowDown')
        await press('Alt+ArrowDown')
        await says(at(3))
        await press('Alt+ArrowUp')
        await says(at(2))
        await press('Control+z')
        await says(say('builder.undone', { step: say('builder.step.move', { name: 'Email address' }) }))
        await keys.press(page.getByRole('tab', { name: say('builder.outline.title'), exact: true }))
        const line = page.getByRole('treeitem', { name: 'Email address' })
        await keys.reach(line)
        await press('Alt+ArrowDown')
        await says(at(4))
        await expect(line).toBeFocused()
        await press('F6', 'F6')
        await expect(page.getByRole('complementary', { name: say('builder.panel.title') }).locator(':focus')).toBeAttached()
      })

      test('a transition, in the outline of a pipeline', async ({ member }) => {
        const administrator = await member('administrator')
        const key = `told-move-${locale.toLowerCase()}`
        await installsMove(administrator, key)
        const { page, keys, press, says } = await opens(administrator, `pipeline/${key}`)
        await keys.press(page.getByRole('tab', { name: say('flow.view.outline'), exact: true }))
        const line = page.locator('[role="treeitem"][aria-level="1"]').nth(1)
        await keys.reach(line)
        const name = await line.locator('bdi').innerText()
        const count = await page.locator('[role="treeitem"][aria-level="1"]').count() - 1 // the first is where cases begin
        await press('Alt+ArrowDown')
        await says(say('palette.said.place', { step: say('flow.step.move', { name }), position: 2, count }))
        await expect(page.locator('[role="treeitem"][aria-level="1"]').nth(2)).toBeFocused()
        await press('F8')
        await expect(page.locator('[data-announcer]')).toContainText(say('palette.said.language').split('{name}')[0]!.trim())
      })
    })
  }
})

test.describe('the focus is never lost', () => {
  test.use({ language: 'en', by: 'keys' })
  const say = speech('en')

  test('after something removes itself, and after the list of commands', async ({ member }) => {
    const administrator = await member('administrator')
    await installsLoan(administrator, 'kept-focus')
    const { page, keys, press } = await opens(administrator, 'pipeline/kept-focus')
    const panel = page.getByRole('complementary', { name: say('flow.panel') })
    const onSomething = (): Promise<void> => expect(page.locator('main :focus, [role="dialog"] :focus')).toBeAttached()
    await keys.press(page.getByRole('tab', { name: say('flow.view.outline'), exact: true }))
    await keys.reach(page.getByRole('treeitem', { name: /^Approve/ }).last())
    await keys.press(panel.getByRole('listitem').getByRole('button', { name: /^Remove/ }).last())
    await expect(panel.locator(':focus')).toBeAttached()
    await keys.press(panel.getByRole('toolbar').getByRole('button', { name: say('flow.action.remove') }))
    await onSomething()
    await keys.reach(page.getByRole('treeitem', { name: /^Approval/ }))
    await press('Delete')
    await keys.press(page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true })) // policies speak of it
    await expect(page.getByRole('treeitem', { name: /^Approval/ })).toHaveCount(0)
    await onSomething()
    await keys.reach(page.getByLabel('Title', { exact: true }))
    await press('Control+k')
    await expect(page.getByRole('combobox', { name: 'Search pages, definitions and commands' })).toBeFocused()
    await page.keyboard.type('Undo')
    await press('Enter')
    await expect(page.getByLabel('Title', { exact: true })).toBeFocused()
    await press('Control+k')
    await expect(page.getByRole('combobox', { name: 'Search pages, definitions and commands' })).toBeFocused()
    await page.keyboard.type('Publish')
    await press('Enter')
    await expect(page.getByRole('dialog')).toBeVisible()
    await press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await expect(page.getByLabel('Title', { exact: true })).toBeFocused()
  })
})
