import type { Page } from '@playwright/test'
import { findings } from './support/axe'
import { Builder } from './support/builder'
import { expect, test } from './support/test'

test.use({ language: 'en' })

const text = (en: string): { en: string } => ({ en })

const headers = { 'X-Esteira': '1' }

/** Saves the draft of a definition by the API, and returns its revision. */
async function saves(page: Page, at: string, body: object): Promise<number> {
  const there = await page.request.get(`/t/aurora/api/v1/definitions/${at}`)
  const revision = there.ok() ? ((await there.json()) as { revision?: number }).revision : 0
  const saved = await page.request.put(`/t/aurora/api/v1/definitions/${at}`, { headers, data: { revision: revision ?? 0, body } })
  expect(saved.status(), await saved.text()).toBe(200)
  return ((await saved.json()) as { revision: number }).revision
}

/** Publishes a definition by the API: what others made before. */
async function has(page: Page, at: string, body: object): Promise<void> {
  const data = { revision: await saves(page, at, body) }
  const made = await page.request.post(`/t/aurora/api/v1/definitions/${at}/publish`, { headers: { ...headers, 'Idempotency-Key': `${at} ${data.revision}` }, data })
  expect(made.status(), await made.text()).toBe(201)
}

const head = (key: string, title: string) => ({ key, title: text(title), locales: ['en'], defaultLocale: 'en' })

const asked = (key: string, title: string) => ({
  ...head(key, title),
  pages: [{ id: 'p', key: 'page', title: text('You'), fields: [{ id: 'n', key: 'name', type: 'text', label: text('Your name') }, { id: 'e', key: 'email', type: 'email', label: text('Your e-mail') }] }],
})

/** The least pipeline that applicants can go through. */
const flow = (key: string, form: string) => ({
  ...head(key, 'Movings'), form, contact: { name: 'name', email: 'email' },
  stages: [
    { key: 'begin', name: text('Filling in'), kind: 'applicant', applicant: text('Please fill this in'), answers: 'open' },
    { key: 'end', name: text('Done'), kind: 'end', applicant: text('We have it'), answers: 'closed', outcome: 'completed' },
  ],
  transitions: [
    { key: 'start', from: '', to: 'begin', title: text('Start'), trigger: { verb: 'start' }, by: ['applicant', 'member'], policy: `pipeline/${key}` },
    { key: 'save', from: 'begin', to: 'begin', title: text('Save'), trigger: { verb: 'save' }, by: ['applicant'] },
    { key: 'submit', from: 'begin', to: 'end', title: text('Submit'), trigger: { verb: 'submit' }, by: ['applicant'], effects: [{ kind: 'freeze' }] },
  ],
})

async function opens(page: Page, form: string, title: string): Promise<Builder> {
  const builder = new Builder(page)
  await page.goto(`/t/aurora/builder/form/${form}`)
  await builder.isOpen(title)
  return builder
}

test('a section is made of fields, linked twice, changed once, and answered twice, by mouse', async ({ member, applicant }) => {
  test.slow()
  const { page } = await member('administrator')
  await has(page, 'form/moving', asked('moving', 'Moving house'))
  await has(page, 'pipeline/movings', flow('movings', 'moving'))
  const builder = new Builder(page)

  await test.step('make a section of two fields, whose rule comes along', async () => {
    await builder.begins('Delivery')
    await expect(page.getByRole('heading', { name: 'Sections' })).toBeVisible()
    await builder.adds('Short text', 'Street')
    await builder.adds('Short text', 'City')
    await builder.setsRule('Shown when', 'Street', 'is answered')
    await builder.card('Street').click({ position: { x: 6, y: 6 } })
    await builder.card('City').click({ position: { x: 6, y: 6 }, modifiers: ['Control'] })
    await builder.panel.getByRole('button', { name: 'Make a section of this…' }).click()
    await builder.dialog.getByLabel('Title of the section').fill('Doorway')
    await expect(builder.dialog.getByLabel('Key')).toHaveValue('doorway')
    expect(await findings(page)).toEqual([])
    await builder.dialog.getByRole('button', { name: 'Publish the section and link it' }).click()
    await builder.says('The section Doorway is published as version 1 and linked here')
    await expect(builder.card('Doorway')).toContainText('Section: Doorway · version 1')
    await expect(builder.card('City')).toContainText('Shown when Street is answered')
  })

  await test.step('what belongs to a section is not changed in a form', async () => {
    await builder.card('City').dblclick({ position: { x: 6, y: 6 } })
    await expect(builder.dialog).toContainText('“City” belongs to a section')
    expect(await findings(page)).toEqual([])
    await builder.dialog.getByRole('button', { name: 'Cancel' }).click()
    await expect(builder.panel).toContainText('It is changed in the section')
    await builder.isSaved()
    expect(await findings(page)).toEqual([])
  })

  await test.step('link it twice in another form, by click and by drag', async () => {
    await opens(page, 'moving', 'Moving house')
    await page.getByRole('button', { name: 'Doorway', exact: true }).click()
    await builder.panel.getByLabel('Label', { exact: true }).fill('Where you live')
    await page.getByRole('searchbox', { name: 'Find a type' }).fill('door')
    const tile = (await page.getByRole('button', { name: 'Doorway', exact: true }).boundingBox())!
    await page.mouse.move(tile.x + 20, tile.y + 10)
    await page.mouse.down()
    const mail = (await builder.card('Your e-mail').boundingBox())!
    await page.mouse.move(mail.x + 60, mail.y + 40, { steps: 5 })
    await page.mouse.move(mail.x + 60, mail.y + mail.height - 4, { steps: 3 })
    await page.mouse.up()
    await builder.says('Doorway added to page 1, position 3 of 4')
    await builder.panel.getByLabel('Label', { exact: true }).fill('Where you go')
    await page.getByRole('button', { name: /^Undo/ }).click()
    await expect(builder.card('Where you go')).toHaveCount(0)
    await page.getByRole('button', { name: /^Redo/ }).click()
    await expect(builder.card('Where you go')).toContainText('Section: Doorway · version 1')
    await builder.isSaved()
    await expect(page.getByRole('button', { name: 'No problems' })).toBeVisible()
  })

  await test.step('publish a newer section, and bring one of the two forms to it', async () => {
    await opens(page, 'doorway', 'Doorway')
    await builder.adds('Short text', 'Postal code')
    await page.getByRole('button', { name: 'Publish', exact: true }).click()
    const linked = builder.dialog.getByRole('region', { name: 'Linked in' })
    await expect(linked.getByRole('listitem')).toHaveCount(3)
    await expect(linked.getByRole('link', { name: 'Moving house: Where you go' })).toBeVisible()
    expect(await findings(page)).toEqual([])
    await builder.dialog.getByRole('button', { name: 'Publish' }).click()
    await expect(builder.dialog).toContainText('Version 2 is published')
    await builder.dialog.getByRole('checkbox', { name: 'Moving house' }).uncheck()
    expect(await findings(page)).toEqual([])
    await builder.dialog.getByRole('button', { name: 'Bring 1 form to it' }).click()
    await expect(builder.dialog).toContainText('The draft of 1 form stands at the new version')
    await builder.dialog.getByRole('button', { name: 'Close' }).last().click()
    await opens(page, 'delivery', 'Delivery')
    await expect(builder.card('Doorway')).toContainText('Section: Doorway · version 2')
    await expect(builder.card('Postal code')).toBeVisible()
  })

  await test.step('bring the other to it, link by link', async () => {
    await opens(page, 'moving', 'Moving house')
    await expect(page.getByRole('button', { name: '2 problems' })).toBeVisible()
    for (const name of ['Where you live', 'Where you go']) {
      await builder.card(name).getByRole('button', { name: 'Update to version 2' }).click()
      await expect(builder.dialog).toContainText('Question “Postal code” is new')
      expect(await findings(page)).toEqual([])
      await builder.dialog.getByRole('button', { name: 'Update to version 2' }).click()
      await builder.says(`${name} stands at version 2`)
    }
    await builder.isSaved()
    await builder.publishes()
  })

  await test.step('an applicant answers both', async () => {
    const { page: phone } = await applicant()
    await phone.goto('/t/aurora/apply/movings')
    await phone.getByRole('main').getByRole('button', { name: 'Start' }).click()
    await phone.getByLabel(/^Your name/).fill('Ana')
    await phone.getByLabel(/^Your e-mail/).fill('ana@example.org')
    for (const [name, street] of [['Where you live', 'Old Street'], ['Where you go', 'New Street']] as const) {
      const block = phone.getByRole('group', { name: new RegExp(`^${name}`) })
      await expect(block.getByLabel(/^City/)).toHaveCount(0)
      await block.getByLabel(/^Street/).fill(street)
      await block.getByLabel(/^City/).fill('Lisbon')
      await block.getByLabel(/^Postal code/).fill('1000')
    }
    await phone.getByRole('main').getByRole('button', { name: 'Continue', exact: true }).click()
    await expect(phone.getByRole('main')).toContainText('Old Street')
    await expect(phone.getByRole('main')).toContainText('New Street')
    await phone.getByRole('main').getByRole('button', { name: /Submit|Send/ }).click()
    await expect(phone.getByRole('main')).toContainText('We have it')
  })
})

test.describe('by keys', () => {
  test.use({ by: 'keys' })

  test('a section is made of a group, linked, updated and let go, by keyboard alone', async ({ member, hand }) => {
    test.slow()
    const { page } = await member('administrator')
    const builder = new Builder(page, hand)
    await has(page, 'form/reach', { ...asked('reach', 'How to reach you'), section: true })

    await test.step('a link is put in by typing', async () => {
      await builder.begins('Newsletter')
      await builder.presses('F6', 'F6')
      await expect(builder.canvas).toBeFocused()
      await builder.presses('/')
      await expect(builder.dialog.getByRole('combobox')).toBeFocused()
      await builder.types('reach')
      await builder.presses('Enter')
      await builder.says('How to reach you added to page 1, position 1 of 1')
      await expect(builder.card('How to reach you')).toContainText('version 1')
      await expect(builder.card('How to reach you')).toBeFocused()
    })

    await test.step('what is inside says why it is locked', async () => {
      await builder.presses('ArrowDown')
      await expect(builder.card('Your name')).toBeFocused()
      await builder.presses('Delete')
      await expect(builder.dialog).toContainText('“Your name” belongs to a section')
      await builder.presses('Escape')
      await expect(builder.card('Your name')).toBeFocused()
    })

    await test.step('a newer version is taken', async () => {
      const body = { ...asked('reach', 'How to reach you'), section: true }
      body.pages[0]!.fields.push({ id: 't', key: 'phone', type: 'phone', label: text('Your telephone') })
      await has(page, 'form/reach', body)
      await builder.isSaved()
      await page.reload()
      await builder.isOpen('Newsletter')
      await builder.tabsTo(builder.canvas)
      await builder.presses('ArrowDown', 'ArrowDown')
      await expect(builder.card('How to reach you')).toBeFocused()
      await builder.tabsTo(builder.panel.getByRole('button', { name: 'Update to version 2' }))
      await builder.presses('Enter')
      await expect(builder.dialog).toContainText('Question “Your telephone” is new')
      await builder.tabsTo(builder.dialog.getByRole('button', { name: 'Update to version 2' }))
      await builder.presses('Enter')
      await builder.says('How to reach you stands at version 2')
      await expect(builder.card('Your telephone')).toBeVisible()
    })

    await test.step('it is let go, and a section made of it again', async () => {
      await builder.tabsTo(builder.panel.getByRole('button', { name: 'Unlink' }))
      await builder.presses('Enter')
      await builder.says('How to reach you is unlinked; its fields are this form’s own')
      await builder.tabsTo(builder.panel.getByRole('button', { name: 'Make a section of this…' }))
      await builder.presses('Enter')
      const title = builder.dialog.getByLabel('Title of the section')
      await expect(title).toBeFocused()
      await expect(builder.dialog.getByLabel('Key')).toHaveValue('how-to-reach-you')
      await builder.presses('Control+a')
      await builder.types('Contact')
      await builder.presses('Enter')
      await builder.says('The section Contact is published as version 1 and linked here')
      await expect(builder.card('How to reach you')).toContainText('Section: Contact · version 1')
      expect(await findings(page)).toEqual([])
      await builder.isSaved()
    })
  })
})

test('what others changed, or somebody by hand, is not written over unsaid', async ({ member }) => {
  const { page } = await member('administrator')
  const builder = new Builder(page)
  const linking = (key: string, title: string, label: string) => ({
    ...head(key, title),
    pages: [{ id: 'p', key: 'page', title: text('You'), fields: [{
      id: 'l', key: 'who', type: 'group', label: text('Who'), section: 'caller',
      fields: [{ id: 'l.n', key: 'name', type: 'text', label: text(label) }, { id: 'l.e', key: 'email', type: 'email', label: text('Your e-mail') }],
    }] }],
  })
  await has(page, 'form/caller', { ...asked('caller', 'Caller'), section: true })
  await has(page, 'form/asked', linking('asked', 'Asked', 'Your name'))
  await saves(page, 'form/changed', linking('changed', 'Changed', 'Your own name'))

  await test.step('a form with a link that was changed by hand is not ticked', async () => {
    await opens(page, 'caller', 'Caller')
    await builder.adds('Short text', 'Your town')
    await page.getByRole('button', { name: 'Publish', exact: true }).click()
    await builder.dialog.getByRole('button', { name: 'Publish' }).click()
    await expect(builder.dialog).toContainText('Version 2 is published')
    await expect(builder.dialog.getByRole('checkbox', { name: 'Asked', exact: true })).toBeChecked()
    const changed = builder.dialog.getByRole('checkbox', { name: 'Changed', exact: true })
    await expect(changed).not.toBeChecked()
    await expect(changed).toHaveAccessibleDescription(/What was changed by hand is lost/)
    await expect(builder.dialog.getByRole('listitem').filter({ hasText: 'Changed: Who' })).toContainText('Changed by hand')
    expect(await findings(page)).toEqual([])
    await builder.dialog.getByRole('button', { name: 'Bring 1 form to it' }).click()
    await expect(builder.dialog).toContainText('The draft of 1 form stands at the new version')
  })

  await test.step('fields that somebody else changed are not replaced', async () => {
    await has(page, 'form/shared', asked('shared', 'Shared'))
    await opens(page, 'shared', 'Shared')
    await builder.selects('Your name')
    await builder.panel.getByRole('button', { name: 'Make a section of this…' }).click()
    await builder.dialog.getByLabel('Title of the section').fill('Person')
    const body = asked('shared', 'Shared')
    body.pages[0]!.fields[0]!.label = text('Your whole name')
    await saves(page, 'form/shared', body)
    await expect(builder.canvas).toContainText('Your whole name')
    await builder.dialog.getByRole('button', { name: 'Publish the section and link it' }).click()
    await expect(builder.dialog).toContainText('The section Person is published, but it is not linked here')
    expect(await findings(page)).toEqual([])
    await builder.dialog.getByRole('button', { name: 'Link it beside them' }).click()
    await expect(builder.card('Person')).toContainText('version 1')
    await expect(builder.card('Your whole name')).toBeVisible()
  })
})
