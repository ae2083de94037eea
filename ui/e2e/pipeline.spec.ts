import { picks } from './support/pick'
import { PipelineDesk } from './support/pipeline'
import { expect, test } from './support/test'

test.describe('in English', () => {
  test.use({ language: 'en' })

  test('a second approval by another person is drawn with the mouse, with a deadline and its message', async ({ member }) => {
    const desk = new PipelineDesk(await member('administrator'))
    const { page, panel } = desk
    await desk.opens('pipeline', 'onboarding-pf')
    await desk.isAccessible()

    // A stage on the transition of the first approval.
    await page.locator('div:has(> [data-item="transitions/t13"])').getByRole('button', { name: desk.say('insertOn', { name: 'Approve' }) }).click()
    await expect(desk.field('stage.name')).toBeFocused()
    await page.keyboard.type('Second approval')
    await desk.field('stage.applicant').fill('Still under review.')
    await expect(page.getByRole('region', { name: desk.say('canvas') }).getByRole('button', { name: 'Second approval' })).toBeVisible()

    // Its way on is an approval of its own, closed to whoever did the first.
    await panel.getByRole('button', { name: 'Go on' }).click()
    await desk.field('transition.title').fill('Confirm')
    await desk.field('trigger.verb').fill('confirm')
    await panel.getByRole('group', { name: desk.say('demands.notBy') }).getByLabel('Approve').check()

    // A deadline that leads to the rejection.
    await page.getByRole('region', { name: desk.say('canvas') }).getByRole('button', { name: 'Second approval' }).click()
    await page.getByRole('region', { name: desk.say('canvas') }).getByRole('toolbar').getByRole('button', { name: desk.say('action.connect') }).click()
    await page.getByRole('dialog').getByLabel(desk.say('transition.to')).selectOption({ label: 'Rejected' })
    await page.getByRole('dialog').getByRole('button', { name: desk.say('connect.action') }).click()
    await desk.field('trigger.title').selectOption('timer')
    await panel.getByLabel(desk.say('duration.number', { label: desk.say('timer.after') })).fill('10')
    const timer = page.getByRole('region', { name: desk.say('canvas') }).locator('[aria-current="true"]')
    await expect(timer).toHaveText(/After 10 days here/)

    // A message, whose unknown variable is told.
    await desk.shows('messages')
    await page.getByRole('button', { name: desk.say('addTo.messages') }).click()
    await desk.field('message.subject').fill('Nobody confirmed in time')
    await desk.field('message.body').fill('Hello {nme}, ')
    await expect(panel.getByRole('alert')).toContainText('{nme}')
    await desk.field('message.body').fill('Hello ')
    await panel.getByRole('button', { name: desk.say('variable.name') }).click()
    await expect(desk.field('message.body')).toHaveValue('Hello {name}')
    await expect(panel.getByRole('alert')).toBeHidden()
    await desk.isAccessible()

    await desk.isSaved()
    await page.reload()
    await expect(desk.item('transitions/t13')).toBeVisible()
    const { stages, transitions, messages } = await desk.kept('pipeline', 'onboarding-pf')
    const stage = stages.find((s) => s.name.en === 'Second approval')!
    expect(transitions.find((t) => t.key === 't13')!.to).toBe(stage.key)
    expect(transitions.filter((t) => t.from === stage.key).map(({ to, trigger, demands }) => ({ to, trigger, demands }))).toEqual([
      { to: 'final_review', trigger: { verb: 'confirm' }, demands: { notBy: ['approve'] } },
      { to: 'rejected', trigger: { timer: { after: ['P10D'], since: 'stage' } }, demands: undefined },
    ])
    expect(messages.find((m) => m.subject.en === 'Nobody confirmed in time')!.body.en).toBe('Hello {name}')

    // What the server finds stands at its culprit, and leads there.
    await expect(page.getByRole('region', { name: desk.say('canvas') }).getByRole('button', { name: /Second approval/ })).toContainText(/finding/)
    await panel.getByRole('list', { name: desk.say('findings.title') }).getByRole('button').first().click()
    const cell = page.getByRole('row', { name: /^Second approval/ }).getByRole('textbox', { name: /What the applicant is told, Brazilian Portuguese$/ })
    await expect(cell).toBeFocused()
    await expect(cell).toHaveValue('')
  })

  test('a press counts with an unsteady hand and at the edge, and what the focus reaches is shown', async ({ member }) => {
    const desk = new PipelineDesk(await member('administrator'))
    const { page } = desk
    await desk.opens('pipeline', 'onboarding-pf')
    const canvas = page.getByRole('region', { name: desk.say('canvas') })
    const way = canvas.locator('[data-item="transitions/t13"]')
    const view = (await canvas.boundingBox())!
    const map = (await page.getByRole('img', { name: desk.say('minimap') }).boundingBox())!
    const boxOf = async () => (await way.boundingBox())!
    const isClear = async (): Promise<boolean> => {
      const box = await boxOf()
      return box.y + box.height < map.y && box.x + box.width <= view.x + view.width
    }
    expect(await isClear()).toBe(false)

    // The browser brings it into view, as before a press on what is half outside: clear of the map, and there it stays.
    await way.scrollIntoViewIfNeeded()
    await page.evaluate(() => new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(seen))))
    expect(await isClear()).toBe(true)

    // The hand moves a little between pressing and letting go.
    const at = await boxOf()
    await page.mouse.move(at.x + 20, at.y + 10)
    await page.mouse.down()
    await page.mouse.move(at.x + 23, at.y + 12)
    await page.mouse.up()
    await expect(way).toHaveAttribute('aria-current', 'true')
  })

  test('the same is done in the outline without a mouse', async ({ member }) => {
    const desk = new PipelineDesk(await member('administrator'))
    const { page, panel } = desk
    const keys = page.keyboard
    await desk.opens('pipeline', 'onboarding-pj')
    await desk.shows('outline')
    const search = page.getByRole('searchbox', { name: desk.say('outline.search') })
    await search.fill('approve')
    await search.press('Tab')
    await keys.press('End')
    await expect(page.getByRole('treeitem').last()).toBeFocused()
    await search.fill('')
    await desk.item('transitions/t13').focus()

    await keys.press('a')
    await expect(desk.field('stage.name')).toBeFocused()
    await keys.type('Second approval')
    await keys.press('Escape')
    const stage = page.getByRole('treeitem', { name: /^Second approval/ })
    await expect(stage).toBeFocused()
    await expect(page.locator('[data-announcer]')).toHaveText('Stage put on “Approve”')

    // Its way on stands below it.
    await keys.press('ArrowDown')
    await expect(page.getByRole('treeitem', { name: /^Go on/ })).toBeFocused()
    await keys.press('F2')
    await expect(desk.field('transition.title')).toBeFocused()
    await keys.type('Confirm')
    await panel.getByRole('group', { name: desk.say('demands.notBy') }).getByLabel('Approve').focus()
    await keys.press('Space')
    await keys.press('Escape')
    await keys.press('ArrowUp')
    await expect(stage).toBeFocused()

    await keys.press('c')
    await expect(page.getByRole('dialog').getByLabel(desk.say('transition.to'))).toBeFocused()
    await keys.type('Rej')
    await keys.press('Tab')
    await keys.press('Enter')
    await expect(desk.field('transition.title')).toBeFocused()
    await desk.field('trigger.title').focus()
    await keys.type('Time')
    await expect(panel.getByRole('group', { name: desk.say('timer.after') }).first()).toBeVisible()
    await keys.press('Escape')
    await expect(page.getByRole('treeitem', { name: /^After 3 days here/ })).toBeFocused()
    await desk.isAccessible()

    await keys.press('d')
    await keys.press('Delete')
    await desk.isSaved()
    await page.reload()
    await expect(desk.item('stages/draft')).toBeVisible()
    const { stages, transitions } = await desk.kept('pipeline', 'onboarding-pj')
    const key = stages.find((s) => s.name.en === 'Second approval')!.key
    expect(transitions.filter((t) => t.from === key).map(({ to, trigger, demands }) => ({ to, trigger, demands }))).toEqual([
      { to: 'final_review', trigger: { verb: 'approve' }, demands: { notBy: ['approve'] } },
      { to: 'rejected', trigger: { timer: { after: ['P3D'], since: 'stage' } }, demands: undefined },
    ])
  })

  test('what a check asks is set with form controls, and what is missing is told at its place', async ({ member }) => {
    const desk = new PipelineDesk(await member('administrator'))
    const { page, panel } = desk
    await desk.opens('pipeline', 'address-change')
    await desk.shows('checks')
    await page.getByRole('button', { name: desk.say('addTo.checks') }).click()
    await desk.field('check.title').fill('Of age')
    await desk.isSaved()
    await expect(panel.getByRole('region', { name: 'Findings' })).toContainText('is missing')

    // A finding of its own: condition, result, and what the team is told.
    await panel.getByRole('button', { name: 'Add: Finding' }).click()
    const finding = panel.getByRole('listitem', { name: 'Finding 1' })
    await finding.getByLabel('What the team is told').fill('The name is new')
    await finding.getByLabel('Result').selectOption({ label: 'A person has to look' })
    await finding.getByRole('group', { name: 'Found when' }).getByRole('button', { name: desk.say('rule.add') }).click()

    // Two of them are ordered by keyboard, up to the edge and with the focus kept.
    await panel.getByRole('button', { name: 'Add: Finding' }).click()
    await panel.getByRole('button', { name: desk.say('down', { name: 'Finding 1' }) }).focus()
    await page.keyboard.press('Enter')
    const down = panel.getByRole('button', { name: desk.say('down', { name: 'Finding 2' }) })
    await expect(down).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(down).toBeFocused()
    await expect(panel.getByRole('listitem', { name: 'Finding 2' }).getByLabel('What the team is told')).toHaveValue('The name is new')
    await expect(page.getByText('“Finding 1” moved, position 2 of 2')).toBeAttached()
    await panel.getByRole('button', { name: desk.say('without', { name: 'Finding 1' }) }).click()
    await desk.isAccessible()
    await desk.isSaved()
    const made = (await desk.kept('pipeline', 'address-change')).checks.at(-1)!
    expect(made.config).toMatchObject({ rules: [{ key: 'rule', result: 'unclear', message: { en: 'The name is new' }, rule: { query: { combinator: 'and' } } }] })

    // Another type has other settings; those of the old one are gone.
    await picks(panel, desk.say('check.type'), { label: 'Age' })
    await panel.getByLabel('Whole years at least').fill('18')
    await panel.getByLabel('Date', { exact: true }).selectOption({ index: 1 })
    await desk.isSaved()
    const { config, type } = (await desk.kept('pipeline', 'address-change')).checks.at(-1)!
    expect(type).toBe('age')
    expect(Object.keys(config ?? {}).sort()).toEqual(['field', 'min'])
    await panel.getByLabel('Whole years at least').fill('2000')
    await expect(panel.getByLabel('Whole years at least')).toHaveAccessibleDescription(/does not fit/)
    await panel.getByLabel('Whole years at least').fill('18')
    await desk.isSaved()
    await desk.isAccessible()
  })

  test('an item of a checklist is added and moved by keys', async ({ member }) => {
    const desk = new PipelineDesk(await member('administrator'))
    const { page } = desk
    await desk.opens('checklist', 'pf-account')
    const before = (await desk.kept('checklist', 'pf-account')).items.map((i) => i.key)
    await desk.item('identity').focus()
    await page.keyboard.press('Alt+ArrowDown')
    await expect(page.locator('[data-announcer]')).toContainText('moved')
    await page.getByRole('button', { name: desk.say('list.add') }).focus()
    await page.keyboard.press('Enter')
    await expect(desk.field('list.title')).toBeFocused()
    await page.keyboard.type('Pay the fee')
    await desk.field('list.kind').selectOption('payment')
    await desk.isAccessible()
    await desk.isSaved()
    await page.reload()
    await expect(page.getByRole('button', { name: /^Pay the fee/ })).toBeVisible()
    const after = (await desk.kept('checklist', 'pf-account')).items
    expect(after.map((i) => i.key).filter((key) => before.includes(key))).toEqual([before[1], before[0], ...before.slice(2)])
  })
})

test.describe('on a phone', () => {
  test.use({ language: 'en' })

  test('the picture has room, nothing lies on it, and a fact is named', async ({ member }) => {
    const desk = new PipelineDesk(await member('administrator'))
    const { page } = desk
    await page.setViewportSize({ width: 390, height: 844 })
    await desk.opens('pipeline', 'account-life')
    const stage = desk.item('stages/draft')
    await expect(stage).toBeVisible()
    await expect(page.locator('.react-flow').getByText('Save', { exact: true }).first()).toBeVisible()
    await expect(page.getByTestId('rf__minimap')).toBeHidden()
    const box = await page.locator('.react-flow').boundingBox()
    expect(box?.height).toBeGreaterThan(300)

    await page.getByRole('tab', { name: /^Facts/ }).click()
    await desk.item('attributes/block_scope').click()
    await expect(page.getByLabel('What the team reads for total')).toHaveValue('Everything')
    await page.getByLabel('What the team reads for total').fill('All operations')
    await desk.isSaved()
    expect((await desk.kept('pipeline', 'account-life')).attributes?.find((a) => a.key === 'block_scope')?.options?.[0]).toMatchObject({ value: 'total', label: { en: 'All operations' } })
    await desk.isAccessible()
  })
})

test.describe('in Arabic', () => {
  test.use({ language: 'ar' })

  test('the picture is mirrored, and walked from right to left', async ({ member }) => {
    const desk = new PipelineDesk(await member('administrator'), 'ar')
    const { page } = desk
    await desk.opens('pipeline', 'address-change')
    const place = async (id: string): Promise<number> => (await desk.item(id).boundingBox())?.x ?? 0
    expect(await place('stages/approval')).toBeGreaterThan(await place('stages/signature'))
    await desk.item('stages/auto_check').click()
    await page.keyboard.press('ArrowDown')
    await expect(desk.item('transitions/t06')).toBeFocused()
    await page.keyboard.press('ArrowLeft')
    await expect(desk.item('transitions/t07')).toBeFocused()
    await page.keyboard.press('ArrowDown')
    await expect(desk.item('stages/approval')).toBeFocused()
    await desk.isAccessible()
  })
})
