import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { applies, minor } from './support/account'
import { Keys } from './support/keys'
import { Member } from './support/member'
import { newPerson } from './support/people'
import { expect, test } from './support/test'

const texts = JSON.parse(readFileSync(resolve('src/i18n/en/casepage.json'), 'utf8')) as Record<string, string>

test.use({ language: 'en' })

test('a new analyst works a case by keyboard alone, and a colleague who is spoken to finds it', async ({ applicant, member }) => {
  test.setTimeout(120_000)
  const reference = await applies(await applicant(newPerson('Nilo Novato')), minor)
  const colleague = await member('supervisor')
  const by = await member('registration')
  const keys = new Keys()
  const analyst = new Member(by.page, by.words, 'registration', keys)
  const { page, words } = analyst

  await test.step('find the case, read it, and look at its document', async () => {
    await analyst.opensQueue('Awaiting approval')
    await page.keyboard.press('?')
    await expect(analyst.dialog).toBeVisible()
    await page.keyboard.press('Escape')
    await page.keyboard.press('/')
    await page.keyboard.type(reference)
    await expect(page.getByRole('row')).toHaveCount(2)
    await analyst.opensCaseOf('Nilo Novato')
    await expect(analyst.datum('Date of birth')).toBeVisible()
    await keys.press(analyst.datum('Photo of document front').getByRole('button').first())
    await expect(page.getByRole('tabpanel').getByRole('img').first()).toBeVisible()
  })

  await test.step('write a note to a colleague', async () => {
    await analyst.opensTab('Notes')
    const note = page.getByRole('textbox', { name: words.key('desk.notes.new') })
    await keys.reach(note)
    await page.keyboard.type('Please look, @sup')
    await expect(page.getByRole('listbox', { name: texts['mention'] }).getByRole('option')).toHaveCount(1)
    await page.keyboard.press('Enter')
    await expect(note).toHaveValue(/^Please look, @Superv.* $/)
    await keys.press(page.getByRole('button', { name: words.key('desk.notes.add') }))
    await expect(page.getByRole('tabpanel').getByText('Please look, @Superv')).toBeVisible()
  })

  await test.step('judge the document with a reason, and ask for another', async () => {
    await analyst.opensTab('Documents')
    await keys.press(page.getByRole('tabpanel').getByRole('button', { name: words.key('desk.verdict.refuse') }).first())
    await keys.write(analyst.dialog.getByRole('textbox'), 'Too dark to read.')
    await keys.press(analyst.dialog.getByRole('button', { name: words.key('desk.verdict.refuse') }))
    await expect(analyst.dialog).toBeHidden()
    await keys.press(page.getByRole('button', { name: words.say('Preview and send') }))
    await expect(analyst.dialog.getByText('Too dark to read.')).toBeVisible()
    await keys.press(analyst.dialog.getByRole('button', { name: words.say('Send the request') }))
    await analyst.seesStage('Waiting for the applicant')
  })

  await test.step('the colleague finds it', async () => {
    await colleague.page.reload()
    await colleague.page.getByRole('link', { name: texts['mentions'] }).click()
    await expect(colleague.page.getByRole('row').filter({ hasText: reference })).toContainText(texts['mentionNew']!)
    await colleague.page.getByRole('link', { name: reference }).click()
    await expect(colleague.page.getByRole('tabpanel').getByText('Please look, @Superv')).toBeVisible()
  })
})
