import type { FrameLocator, Page } from '@playwright/test'
import { Builder } from './support/builder'
import { Designer, type Two } from './support/designer'
import type { Hand } from './support/hand'
import type { Member } from './support/member'
import { photo, type Picture } from './support/pictures'
import { type Cast, expect, test } from './support/test'
import { say, Tryout } from './support/tryout'

test.use({ language: 'en' })
test.setTimeout(600_000)

const two = (en: string, pt: string): Two => ({ en, pt })

/** What nobody has to answer: a form of a club is long. */
const optional: readonly (readonly [type: string, label: string])[] = [
  ['Short text', 'Nickname'], ['Telephone', 'Mobile number'], ['Date', 'Date of birth'], ['Country', 'Nationality'], ['Short text', 'Profession'],
  ['Short text', 'Employer'], ['Amount of money', 'Monthly income'], ['Postal code (CEP)', 'Postal code'], ['Short text', 'Street'], ['Short text', 'House number'],
  ['Short text', 'District'], ['Short text', 'City'], ['State of Brazil', 'State'], ['Percentage', 'Share of the boat'], ['Number', 'Years of practice'],
  ['Long text', 'What you hope for'], ['Tax or identity number', 'Identity number'], ['IBAN', 'Account'],
]

type Pages = Page | FrameLocator

/** The pages of applicants, on their device or inside of a try-out, and the hand that works on them. */
class Applying {
  constructor(private readonly pages: Pages, private readonly hand: Hand) {}

  private press(button: string): Promise<void> {
    return this.hand.press(this.pages.getByRole('button', { name: button, exact: true }))
  }

  private tick(question: string, choice: string): Promise<void> {
    return this.hand.tick(this.pages.getByRole('group', { name: question }).getByLabel(choice))
  }

  /** Hands in a picture where a question asks for a document. */
  async hands(question: string, picture: Picture): Promise<void> {
    const group = this.pages.getByRole('group', { name: question })
    await this.hand.give(group.locator('input[type=file]').last(), picture)
    await this.press('Use this one')
    await expect(group.getByRole('button', { name: /^Remove/ })).toBeVisible()
  }

  /** Hands in another picture in place of the one that is there. */
  async replaces(question: string, picture: Picture): Promise<void> {
    await this.hand.press(this.pages.getByRole('link', { name: question }))
    await this.hand.press(this.pages.getByRole('group', { name: question }).getByRole('button', { name: /^Remove/ }))
    await this.hands(question, picture)
    await this.press('Continue')
    await this.press('Send')
  }

  /** Fills in the application, from the first page to the receipt. */
  async joins(who: { name: string; email: string; proof: Picture }): Promise<void> {
    await this.press('Start')
    await this.hand.write(this.pages.getByLabel('Full name'), who.name)
    await this.hand.write(this.pages.getByLabel('E-mail'), who.email)
    await this.tick('Membership', 'Basic')
    await this.tick('Do you bring guests?', 'Yes')
    await this.hand.press(this.pages.getByRole('button', { name: /^Add/ }))
    await this.hand.write(this.pages.getByLabel('Name of the guest'), 'Ana Lima')
    await this.press('Continue')
    await expect(this.pages.getByRole('heading', { name: 'More about you' })).toBeVisible()
    const born = this.pages.getByRole('group', { name: 'Date of birth' })
    for (const [part, n] of Object.entries({ Day: '27', Month: '3', Year: '1990' })) await this.hand.write(born.getByLabel(part), n)
    await this.press('Continue')
    await this.hands('Proof of address', who.proof)
    await this.tick('I accept the rules of the club', 'I have read this and agree')
    await this.press('Continue')
    await expect(this.pages.getByText('How many come')).toBeVisible()
    await this.press('Send answers')
    await expect(this.pages.getByRole('heading', { name: 'Your application' })).toBeVisible()
  }

  async signs(): Promise<void> {
    await this.hand.tick(this.pages.getByLabel('I have read the document and sign it'))
    await this.press('Sign')
    await expect(this.pages.getByRole('heading', { name: 'Signed' })).toBeVisible()
  }
}

/** Opens somebody's case from the queue of the board. */
async function opens(member: Member, name: string): Promise<void> {
  await member.hand.press(member.page.getByRole('navigation', { name: 'Queues' }).getByRole('link', { name: /^For the board/ }))
  await expect(member.page.getByRole('heading', { level: 1, name: 'For the board' })).toBeVisible()
  await member.opensCaseOf(name)
}

/** The case stands in a stage of this very pipeline. */
const stands = (member: Member, stage: string): Promise<void> => expect(member.page.locator('dl > div').filter({ has: member.page.locator('dt', { hasText: /^Stage$/ }) }).locator('dd')).toHaveText(stage)

/** All of it, by the hand that the test gives to everybody. */
const journey = async ({ member, applicant, hand }: Cast): Promise<void> => {
  const { page } = await member('administrator')
  const builder = new Builder(page, hand)

  await test.step('a form of 30 fields', async () => {
    await builder.begins('Sailing club', ['Brazilian Portuguese'])
    await builder.adds('Short text', 'Full name')
    await builder.ticks('Required')
    await builder.adds('E-mail address', 'E-mail')
    await builder.ticks('Required')
    await builder.adds('One choice', 'Membership')
    await builder.writes('Options', 'Basic\nGold')
    await builder.ticks('Required')
    await builder.adds('Short text', 'Name on the golden card')
    await builder.setsRule('Shown when', 'Membership', 'is', { choose: 'Gold' })
    await builder.adds('Yes or no', 'Do you bring guests?')
    await builder.ticks('Required')
    await builder.adds('Repeated group', 'Guests')
    await builder.setsRule('Shown when', 'Do you bring guests?', 'is', { choose: 'yes' })
    await builder.adds('Short text', 'Name of the guest')
    await builder.adds('Number', 'Age of the guest')
    await builder.selects('Guests')
    await builder.adds('Computed value', 'How many come')
    await builder.chooses('Type of the result', 'Number')
    await builder.setsFormula('1.0 + count(answers.guests)')
    await builder.addsPage('More about you')
    for (const [type, label] of optional) await builder.adds(type, label)
    await builder.addsPage('Papers')
    await builder.adds('Document', 'Proof of address')
    await builder.ticks('Required')
    await builder.adds('Document', 'Sailing licence')
    await builder.setsRule('Required when', 'Membership', 'is', { choose: 'Gold' })
    await builder.adds('Consent', 'I accept the rules of the club')
    await builder.writes('Content', 'I know the rules of the harbour and keep them.')
    await builder.ticks('Required')
    await builder.translates('Brazilian Portuguese')
    await builder.isSaved()
  })
  await test.step('published', async () => builder.publishes())

  const designer = new Designer(page, hand)
  await test.step('a checklist', async () => {
    await designer.begins('checklist', 'Sailing club')
    await designer.lists(two('About you', 'Sobre você'), 'form', ['Full name', 'E-mail', 'Membership'])
    await designer.lists(two('Papers', 'Documentos'), 'document', ['Proof of address', 'Sailing licence'])
    await designer.lists(two('Signature', 'Assinatura'), 'signature', ['I accept the rules of the club'])
    await hand.press(page.getByRole('button', { name: 'Settings of the checklist' }))
    await designer.writes('Name of the checklist', two('Sailing club', 'Clube de vela'))
    await designer.seesNoError()
    await designer.publishes()
  })
  await test.step('a pipeline with two approvals, a request, a timer and a signature', async () => {
    await designer.begins('pipeline', 'Club membership', 'Sailing club')
    await designer.settles(two('Club membership', 'Adesão ao clube'), { name: 'Full name', email: 'E-mail' }, 'sailing-club')
    await designer.messages(two('Please sign', 'Falta assinar'), two('Hello {name}, sign here by {datetime}: {link}', 'Olá {name}, assine aqui até {datetime}: {link}'))
    await designer.messages(two('We need something', 'Falta algo'), two('Please send {list}: {link}', 'Envie {list}: {link}'))
    await designer.gives(two('Not a sailor', 'Não veleja'), two('We could not accept you.', 'Não foi possível aceitar.'))
    await designer.stage({ name: two('Application', 'Inscrição'), told: two('Fill in your application.', 'Preencha a inscrição.'), turn: 'applicant' }, 'Filling in')
    await designer.stage({ name: two('Member', 'Sócio'), told: two('Welcome on board.', 'Bem-vindo a bordo.'), turn: 'end', outcome: 'completed' }, 'Done')
    await designer.stage({ name: two('Board', 'Diretoria'), told: two('The board decides.', 'A diretoria decide.'), turn: 'staff', queue: two('For the board', 'Para a diretoria') })
    await designer.stage({ name: two('Waiting for you', 'Aguardando você'), told: two('Something is missing.', 'Falta algo.'), turn: 'applicant', answers: 'requested' })
    await designer.stage({ name: two('Signing', 'Assinatura'), told: two('Sign by the link that we sent.', 'Assine pelo link enviado.'), turn: 'applicant' })
    await designer.stage({ name: two('Declined', 'Recusado'), told: two('We could not accept you.', 'Não foi possível aceitar.'), turn: 'end', outcome: 'rejected' })

    await designer.redirects('Submit', 'Board', { title: two('Submit', 'Enviar'), by: 'applicant' })
    await designer.names('Start', two('Start', 'Começar'))
    await designer.names('Save', two('Save', 'Salvar'))
    await designer.leads({ from: 'Board', to: 'Signing', title: two('Approve', 'Aprovar'), verb: 'approve', by: 'member', effects: [{ kind: 'token', name: 'Please sign' }] })
    await designer.asksApprovals([two('Harbour master', 'Capitania'), two('Chair', 'Presidência')])
    await designer.leads({ from: 'Board', to: 'Waiting for you', title: two('Request information', 'Pedir informações'), verb: 'request', by: 'member', demands: ['items'], effects: [{ kind: 'message', name: 'We need something' }] })
    await designer.leads({ from: 'Board', to: 'Declined', title: two('Reject', 'Recusar'), verb: 'reject', by: 'member', demands: ['reason'] })
    await designer.leads({ from: 'Board', to: 'Declined', by: 'system', after: { n: '30', unit: 'days' } })
    await designer.leads({ from: 'Waiting for you', to: 'Board', title: two('Send items', 'Enviar itens'), verb: 'answer', by: 'applicant', effects: [{ kind: 'freeze' }] })
    await designer.leads({ from: 'Waiting for you', to: 'Declined', by: 'system', after: { n: '15', unit: 'days' } })
    await designer.leads({ from: 'Signing', to: 'Member', title: two('Sign', 'Assinar'), verb: 'sign', by: 'applicant' })
    await designer.leads({ from: 'Signing', to: 'Declined', by: 'system', after: { n: '15', unit: 'days' } })
    await designer.seesNoError()
  })
  await test.step('who may do what', async () => {
    const all = ['See', 'Write notes', 'Take cases', 'Judge documents'].map((verb) => `${verb}: every stage of Club membership`)
    const data = { Registration: ['See: all data of Sailing club'], Compliance: ['See: all data of Sailing club'] }
    await designer.allows('Club membership', {
      Registration: [...all, 'Harbour master: Board', 'Request information: Board', 'Reject: Board'],
      Compliance: ['Chair: Board', ...[...all].reverse()], // from where the hands are
    })
    await designer.allows('Data of Sailing club', data)
  })

  await test.step('tried out by an applicant and two of the team, and kept as a scenario', async () => {
    await page.goto('/t/aurora/builder/pipeline/club-membership')
    await hand.press(page.getByRole('link', { name: say('open') }))
    const tryout = new Tryout(page, hand)
    const { frame, dialog } = tryout
    await new Applying(frame, hand).joins({ name: 'Maria de Souza', email: 'maria@example.com', proof: await photo(page, 'Light bill') })
    await tryout.stands('Board')
    for (const who of ['Registration 1', 'Compliance 1']) {
      await tryout.becomes(who)
      await hand.press(frame.getByRole('link', { name: 'Maria de Souza' }))
      await hand.press(frame.getByRole('button', { name: 'Approve' }))
      await hand.press(frame.getByRole('dialog').getByRole('button', { name: 'Approve' }))
      await expect(frame.getByRole('dialog')).toHaveCount(0)
    }
    await tryout.stands('Signing')
    await hand.press(page.getByRole('tab', { name: say('tab.messages') }))
    await hand.press(tryout.message('Please sign').getByRole('button', { name: /sign#token/ }))
    await new Applying(frame, hand).signs()
    await hand.press(page.getByRole('tab', { name: say('tab.happened') }))
    await tryout.stands('Member')
    await tryout.isAccessible()
    await hand.press(page.getByRole('button', { name: say('save.open') }))
    await hand.write(dialog.getByLabel(say('scenario.title')), 'Two approve, and the member signs')
    await hand.press(dialog.getByRole('button', { name: say('save.action'), exact: true }))
    await expect(dialog).toBeHidden()
    await hand.press(page.getByRole('link', { name: say('back') }))
    await hand.press(page.getByRole('tab', { name: say('view.scenarios') }))
    await hand.press(page.getByRole('button', { name: say('run.all') }))
    await expect(page.getByText(say('result.passed'), { exact: true })).toBeVisible()
  })
  await test.step('published, with the scenario as its guard', async () => {
    await designer.isSaved()
    await designer.publishes()
  })

  const phone = await applicant()
  const { person } = phone
  const applying = new Applying(phone.page, hand)
  await test.step('a real applicant applies', async () => {
    await phone.page.goto('/t/aurora/apply/club-membership')
    await applying.joins({ ...person, proof: await photo(phone.page, 'Light bill') })
  })
  const [first, second] = [await member('registration'), await member('compliance')]
  await test.step('the first analyst asks for more, and approves what comes', async () => {
    await opens(first, person.name)
    await first.asksFor([{ label: 'Proof of address', note: 'The photo is too dark.' }])
    await stands(first, 'Waiting for you')
    await phone.page.reload()
    await applying.replaces('Proof of address', await photo(phone.page, 'A brighter bill'))
    await expect(phone.page.getByText('The board decides.')).toBeVisible()
    await opens(first, person.name)
    await first.decides('Approve')
    await first.sees('Approved as “Harbour master”: 1 of 2', 'Timeline')
  })
  await test.step('the second completes it, and the applicant signs', async () => {
    await opens(second, person.name)
    await second.decides('Approve')
    await stands(second, 'Signing')
    await phone.followsLinkOf(await phone.letterCalled('Please sign'))
    await applying.signs()
    await second.page.reload()
    await stands(second, 'Member')
  })
}

test('from nothing to a decided case, by mouse', journey)

test.describe('without a mouse', () => {
  test.use({ by: 'keys' })
  test('from nothing to a decided case, by keyboard alone', journey)
})
