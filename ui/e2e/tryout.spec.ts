import { localeNames, locales } from '../src/i18n/locale'
import { look } from './support/look'
import { expect, test } from './support/test'
import { installsLoan, installsMove, say, Tryout } from './support/tryout'

test.use({ language: 'en' })

test('a draft is tried out with the mouse, and what was done guards the next publication', async ({ member }) => {
  test.setTimeout(120_000)
  const admin = await member('administrator')
  await installsLoan(admin, 'loan-mouse')
  const tryout = new Tryout(admin.page)
  const { page, frame, dialog } = tryout
  await page.goto('/t/aurora/builder/pipeline/loan-mouse')
  await page.getByRole('link', { name: say('open') }).click()

  // The applicant asks for a loan.
  await frame.getByRole('button', { name: 'Start', exact: true }).click()
  await frame.getByLabel('Full name').fill('Maria de Souza')
  await frame.getByLabel('Email address').fill('maria@example.com')
  await frame.getByLabel('Amount').fill('500')
  await frame.getByRole('button', { name: 'Continue', exact: true }).click()
  await frame.getByRole('button', { name: 'Send answers' }).click()
  await expect(frame.getByRole('heading', { name: 'Your application' })).toBeVisible()
  await tryout.stands('Approval')
  await expect(tryout.step('Maria de Souza')).toBeVisible()
  await tryout.isAccessible()

  // Time goes by until something happens by itself.
  await expect(tryout.clock).toContainText('We are still looking')
  await tryout.clock.getByRole('button', { name: say('clock.next') }).click()
  await tryout.says('We are still looking')
  await page.getByRole('tab', { name: say('tab.messages') }).click()
  await expect(tryout.message('We are still looking')).toContainText('Hello Maria, it takes a little longer.')
  await tryout.isAccessible()

  // An analyst decides.
  await tryout.who.selectOption({ label: 'Registration 1' })
  await page.getByRole('button', { name: say('who.go'), exact: true }).click()
  await tryout.says('Registration 1')
  await frame.getByRole('link', { name: 'Maria de Souza' }).click()
  await frame.getByRole('button', { name: 'Approve' }).click()
  await frame.getByRole('dialog').getByRole('button', { name: 'Approve' }).click()
  await expect(tryout.message('Your loan is granted')).toBeVisible()
  await page.getByRole('tab', { name: say('tab.happened') }).click()
  await tryout.stands('Complete')

  // The run is kept, with the step about waiting left out of what is expected.
  await page.getByRole('button', { name: say('save.open') }).click()
  await dialog.getByRole('button', { name: say('save.action'), exact: true }).click()
  await expect(dialog.getByText(say('save.nameMissing'))).toBeVisible()
  await dialog.getByLabel(say('scenario.title')).fill('A small loan is granted')
  await tryout.isAccessible()
  await dialog.getByRole('button', { name: say('save.action'), exact: true }).click()
  await expect(dialog).toBeHidden()
  await page.getByRole('link', { name: say('back') }).click()

  // It is part of the draft as one step that can be undone, and it passes.
  await page.getByRole('button', { name: new RegExp(`^${say('undo')}`) }).click()
  await expect(page.getByRole('tab', { name: say('view.scenarios') })).toContainText('0')
  await page.getByRole('button', { name: new RegExp(`^${say('redo')}`) }).click()
  await page.getByRole('tab', { name: say('view.scenarios') }).click()
  await page.getByRole('button', { name: say('run.all') }).click()
  await expect(page.getByText(say('result.passed'), { exact: true })).toBeVisible()
  const report = page.getByRole('region', { name: say('coverage.title') }).first()
  await expect(report.getByRole('row').filter({ hasText: 'Reject' }).first()).toContainText(say('seen.never'))
  await tryout.isAccessible()

  // A guard that says otherwise makes it fail, where it does.
  await page.getByRole('tab', { name: say('view.picture') }).click()
  await page.locator('[data-item="transitions/approve"]').click()
  await page.getByRole('complementary', { name: say('panel') }).getByLabel(say('rule.value'), { exact: true }).fill('100')
  await tryout.isSaved()
  await page.getByRole('button', { name: 'Publish' }).click()
  await dialog.getByRole('button', { name: 'Publish' }).click()
  const refusal = dialog.getByRole('alert')
  await expect(refusal).toContainText(/\/scenarios\/0\/steps\/\d/)
  await tryout.isAccessible()
  await refusal.getByRole('button').first().click()
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('complementary', { name: say('panel') }).getByRole('heading', { name: 'A small loan is granted' })).toBeVisible()
  await page.getByRole('button', { name: say('run.all') }).click()
  await page.getByRole('button', { name: /^Step \d/ }).click()
  await expect(page.locator('li[data-failed]')).toBeFocused()
  await tryout.isAccessible()
})

test('the same is done by keys alone', async ({ member }) => {
  test.setTimeout(120_000)
  const admin = await member('administrator')
  await installsLoan(admin, 'loan-keys')
  const tryout = new Tryout(admin.page)
  const { page, frame, dialog } = tryout
  const keys = page.keyboard
  await page.goto('/t/aurora/builder/pipeline/loan-keys')
  await tryout.tabsTo(page.getByRole('link', { name: say('open') }))
  await keys.press('Enter')

  await tryout.tabsTo(frame.getByRole('button', { name: 'Start', exact: true }))
  await keys.press('Enter')
  for (const [label, answer] of [['Full name', 'João Lima'], ['Email address', 'joao@example.com'], ['Amount', '200']] as const) {
    await tryout.tabsTo(frame.getByLabel(label))
    await keys.type(answer)
  }
  await tryout.tabsTo(frame.getByRole('button', { name: 'Continue', exact: true }))
  await keys.press('Enter')
  await tryout.tabsTo(frame.getByRole('button', { name: 'Send answers' }))
  await keys.press('Enter')
  await expect(frame.getByRole('heading', { name: 'Your application' })).toBeVisible()
  await tryout.stands('Approval')

  await tryout.tabsTo(tryout.clock.getByRole('button', { name: say('clock.week') }))
  await keys.press('Enter')
  await tryout.says(/It is now .+ 1 message sent|We are still looking/)
  await tryout.tabsTo(page.getByRole('tab', { name: say('tab.happened') }))
  await keys.press('ArrowRight')
  await expect(tryout.message('We are still looking')).toBeVisible()

  await tryout.tabsTo(tryout.who, 'Shift+Tab')
  await keys.type('Compliance 2')
  await tryout.tabsTo(page.getByRole('button', { name: say('who.go'), exact: true }))
  await keys.press('Enter')
  await tryout.says('Compliance 2')
  await tryout.tabsTo(frame.getByRole('link', { name: 'João Lima' }))
  await keys.press('Enter')
  await tryout.tabsTo(frame.getByRole('button', { name: 'Approve' }))
  await keys.press('Enter')
  await tryout.tabsTo(frame.getByRole('dialog').getByRole('button', { name: 'Approve' }))
  await keys.press('Enter')
  await expect(tryout.message('Your loan is granted')).toBeVisible()

  await tryout.tabsTo(page.getByRole('button', { name: say('save.open') }), 'Shift+Tab')
  await keys.press('Enter')
  await expect(dialog.getByLabel(say('scenario.title'))).toBeFocused()
  await keys.type('Granted by compliance')
  await expect(dialog.getByRole('region', { name: say('scenario.steps') })).toBeVisible()
  await keys.press('Enter')
  await expect(dialog).toBeHidden()
  await tryout.tabsTo(page.getByRole('link', { name: say('back') }), 'Shift+Tab')
  await keys.press('Enter')
  await tryout.tabsTo(page.getByRole('tab', { name: say('view.scenarios') }))
  await keys.press('Enter')
  await tryout.tabsTo(page.getByRole('button', { name: say('run.all') }))
  await keys.press('Enter')
  await tryout.says('1 of 1 scenarios passed')
  await expect(page.getByText(say('result.passed'), { exact: true })).toBeVisible()
})

test('a form is tried alone and in its pipeline, and once more when it has changed', async ({ member }) => {
  test.setTimeout(90_000)
  const admin = await member('administrator')
  await installsLoan(admin, 'loan-form')
  const tryout = new Tryout(admin.page)
  const { page, frame, dialog } = tryout
  await page.goto('/t/aurora/builder/form/loan-form')
  await page.getByRole('link', { name: say('open') }).click()
  await frame.getByRole('button', { name: 'Start', exact: true }).click()
  await frame.getByLabel('Full name').fill('Ana Lima')
  await expect(tryout.step('Ana Lima')).toBeVisible()
  await expect(page.getByRole('button', { name: say('save.open') })).toBeHidden()
  await tryout.isAccessible()

  // A question tells why it is hidden, and then why it is shown.
  await page.getByRole('tab', { name: say('tab.why') }).click()
  await page.getByLabel(say('why.field')).selectOption({ label: 'Purpose' })
  const why = page.getByRole('tabpanel').getByRole('status')
  await expect(why).toContainText(say('why.hidden'))
  await expect(why.getByRole('listitem')).toContainText(say('why.now', { value: say('nothing') }))
  await frame.getByLabel('Amount').fill('900')
  await expect(why).toContainText(say('why.shown'))
  await expect(why.getByRole('listitem')).toContainText(say('why.now', { value: '900' }))
  await tryout.isAccessible()

  // Loading the page again finds the same run.
  await page.reload()
  await expect(tryout.step('Ana Lima')).toBeVisible()

  // In its pipeline there is more to try, and the run can be kept there.
  await page.getByLabel(say('pipeline'), { exact: true }).selectOption({ label: 'Small loan' })
  await page.getByRole('button', { name: say('pipeline.go'), exact: true }).click()
  await dialog.getByRole('button', { name: say('restart.leave'), exact: true }).click()
  await expect(tryout.step('')).toHaveCount(0)
  await frame.getByRole('button', { name: 'Start', exact: true }).click()
  await tryout.stands('Being filled in')
  await page.getByRole('button', { name: say('save.open') }).click()
  await dialog.getByLabel(say('scenario.title')).fill('Only begun')
  await dialog.getByRole('button', { name: say('save.action'), exact: true }).click()
  await expect(dialog).toBeHidden()
  const kept = await page.request.get('/t/aurora/api/v1/definitions/pipeline/loan-form')
  expect(((await kept.json()) as { draft: { scenarios: { key: string }[] } }).draft.scenarios.map((s) => s.key)).toEqual(['only_begun'])

  // What changes in the draft is tried from the next restart on.
  await page.getByRole('link', { name: say('back') }).click()
  await page.locator('header').getByLabel('Title', { exact: true }).fill('A loan')
  await tryout.isSaved()
  await page.getByRole('link', { name: say('open') }).click()
  await expect(page.getByText(say('changed'))).toBeVisible()
  await page.getByRole('button', { name: say('restart') }).first().click()
  await expect(page.getByText(say('changed'))).toBeHidden()
  await expect(frame.getByRole('heading', { name: 'A loan' })).toBeVisible()
  await page.getByRole('button', { name: say('close.open'), exact: true }).click()
  await expect(page.getByRole('link', { name: say('open') })).toBeVisible()
})

test('a draft that cannot run says why, and leads there', async ({ member }) => {
  const admin = await member('administrator')
  await installsLoan(admin, 'loan-broken')
  const { page } = admin
  const tryout = new Tryout(page)
  await page.goto('/t/aurora/builder/pipeline/loan-broken')
  await page.locator('[data-item="transitions/approve"]').click()
  await page.getByRole('complementary', { name: say('panel') }).getByLabel(say('trigger.verb'), { exact: true }).fill('')
  await tryout.isSaved()
  await page.getByRole('link', { name: say('open') }).click()
  const alert = page.getByRole('alert')
  await expect(alert.getByRole('button').first()).toBeVisible()
  await tryout.isAccessible()
  await alert.getByRole('button').first().click()
  await expect(page).toHaveURL(/\/builder\/pipeline\/loan-broken$/)
  await expect(page.locator('[data-item="transitions/approve"]')).toHaveAttribute('aria-current', 'true')
})

for (const language of locales) {
  test.describe(`in ${localeNames[language]}`, () => {
    test.use({ language })

    test('every screen of a try-out can be read and fits', async ({ member }) => {
      test.setTimeout(120_000)
      const admin = await member('administrator')
      const { page } = admin
      const key = `address-${language.toLowerCase()}`
      await installsMove(admin, key)
      const tab = (n: number) => page.getByRole('complementary').last().getByRole('tab').nth(n)
      const { frame, dialog } = new Tryout(page)
      await page.goto(`/t/aurora/builder/pipeline/${key}/tryout`)
      await frame.getByRole('main').getByRole('button').first().click()
      await frame.locator('input[type=email]').fill('maria@example.com')
      await expect(page.getByRole('complementary').last().getByText('maria@example.com')).toBeVisible()
      await look(page, 'tryout-happened', language)
      await tab(1).click()
      await expect(page.getByRole('tabpanel').getByRole('listitem').first()).toBeVisible()
      await look(page, 'tryout-messages', language)
      await tab(2).click()
      await look(page, 'tryout-checks', language)
      await tab(3).click()
      await page.getByRole('tabpanel').getByRole('combobox').selectOption('/postal_code')
      await expect(page.getByRole('tabpanel').getByRole('status')).toBeVisible()
      await look(page, 'tryout-why', language)
      await page.locator('header').getByRole('button').nth(1).click()
      await expect(dialog.getByRole('listitem').first()).toBeVisible()
      await dialog.getByRole('listitem').nth(1).getByRole('button').first().click()
      await look(page, 'tryout-save', language)
      await dialog.getByRole('textbox').fill('Maria')
      await page.keyboard.press('Enter')
      await expect(dialog).toBeHidden()
      await page.locator('header').getByRole('link').click()
      await page.getByRole('tab').nth(-2).click() // before the translations
      await page.locator('[data-item="scenarios/maria"]').click()
      await page.locator('[data-run]').click()
      await expect(page.getByRole('row').nth(1)).toBeVisible()
      await look(page, 'scenarios', language)
    })
  })
}
