import { Builder } from './support/builder'
import { expect, test } from './support/test'

test.use({ language: 'en' })
test.setTimeout(180_000)

/** How long the two work side by side, in milliseconds. */
const aMinute = 60_000

test('two administrators edit one form for a minute, one of them offline in between, and nothing is lost silently', async ({ member }) => {
  const [ana, rui] = [new Builder((await member('administrator')).page), new Builder((await member('administrator')).page)]
  await ana.begins('Edited by two')
  await ana.selectsPage('First page')
  await ana.adds('Short text', 'Shared question')
  await ana.addsPage('Page of Rui')
  await ana.isSaved()
  await rui.page.goto(ana.page.url())
  await rui.isOpen('Edited by two')
  await expect(ana.page.getByRole('list', { name: 'Also here' })).toBeVisible()

  const made: string[] = []
  const adds = async (who: Builder, page: string, name: string): Promise<void> => {
    await who.selectsPage(page)
    await who.adds('Short text', name)
    made.push(name)
  }
  const end = Date.now() + aMinute
  let round = 0
  for (; Date.now() < end; round++) {
    if (round === 3) await rui.page.context().setOffline(true)
    await Promise.all([adds(ana, 'First page', `From Ana ${round}`), adds(rui, 'Page of Rui', `From Rui ${round}`)])
    if (round === 4) {
      // Both write the same text while they cannot see each other.
      await ana.selects('Shared question')
      await ana.writes('Hint', 'As Ana puts it')
      await ana.isSaved()
      await rui.selects('Shared question')
      await rui.writes('Hint', 'As Rui puts it')
      await expect(rui.page.locator('[data-save="offline"]')).toBeVisible()
    }
    if (round === 6) await rui.page.context().setOffline(false)
  }
  await rui.page.context().setOffline(false)
  expect(round, 'rounds of editing').toBeGreaterThan(7)

  await test.step('the place that both changed is shown, and one of the two is chosen', async () => {
    const question = rui.page.getByRole('alert').filter({ hasText: 'Somebody else changed' })
    await expect(question).toContainText('Shared question › Hint › English')
    await expect(question).toContainText('As Ana puts it')
    await expect(question).toContainText('As Rui puts it')
    await question.getByRole('button', { name: 'Theirs: As Ana puts it' }).click()
    await expect(question).toHaveCount(0)
  })
  await rui.isSaved()
  await ana.isSaved()
  for (const who of [ana, rui]) {
    for (const name of made) await expect(who.card(name), name).toHaveCount(1)
    await who.selects('Shared question')
    await expect(who.panel.getByLabel('Hint', { exact: true })).toHaveValue('As Ana puts it')
  }
  await ana.page.reload()
  await ana.isOpen('Edited by two')
  for (const name of made) await expect(ana.card(name), name).toHaveCount(1)
})
