import type { Applicant } from './applicant'
import { newCpf } from './people'
import { photo } from './pictures'

/** One page of the form: its title, and how a person fills it in. */
export interface Step {
  title: string
  fill: (applicant: Applicant) => Promise<void>
}

/** What makes people differ from each other. */
export interface Life {
  born: readonly [day: number, month: number, year: number]
  occupation: 'Student' | 'Employee'
  income: string
}

const adult: Life = { born: [27, 3, 1990], occupation: 'Employee', income: '8500' }

/** Sixteen years old, with an income but no work: for compliance to decide. */
export const minor: Life = { born: [27, 3, new Date().getFullYear() - 16], occupation: 'Student', income: '9500' }

const isMinor = ({ born }: Life): boolean => new Date().getFullYear() - born[2] < 18

const guardian: Step = {
  title: 'Legal guardian',
  fill: async (a) => {
    await a.fills('Guardian’s full name', 'Ana Lima')
    await a.fills('Guardian’s CPF', newCpf())
    await a.chooses('Relationship to you', 'Parent')
    await a.fills('Guardian’s email address', 'ana@example.com')
  },
}

const work = ({ occupation, income }: Life): Step => ({
  title: 'Work and income',
  fill: async (a) => {
    await a.selects('Occupation', occupation)
    if (occupation === 'Employee') {
      await a.fills('Profession or job title', 'Engenheira')
      await a.fills('Employer', 'Padaria Aurora')
    }
    await a.fills('Monthly income', income)
  },
})

const aboutYou = (life: Life): Step[] => [
  {
    title: 'Get started',
    fill: async (a) => {
      await a.fills('Email address', a.person.email)
      await a.fills('Mobile number', '(11) 96123-4567')
    },
  },
  {
    title: 'Who you are',
    fill: async (a) => {
      await a.fills('Full name', a.person.name)
      await a.fills('CPF (Brazil)', a.person.cpf)
      await a.fillsDate('Date of birth', life.born)
      await a.fills('Mother’s name', 'Rosa de Souza')
    },
  },
  {
    title: 'Origin and marital status',
    fill: async (a) => {
      await a.selects('Nationality', a.words.country('BR'))
      await a.fills('Place of birth', 'Recife/PE')
      await a.chooses('Marital status', 'Single')
    },
  },
  ...(isMinor(life) ? [guardian] : []),
]

const papers: Step[] = [
  {
    title: 'Your document',
    fill: async (a) => {
      await a.chooses('Document type', 'National ID')
      await a.fills('Document number', '12.345.678-9')
      await a.fills('Issuing authority', 'SSP')
      await a.selects('Issuing state', 'São Paulo')
      await a.fillsDate('Issue date', [15, 6, 2020])
    },
  },
  {
    title: 'Photos of the document',
    fill: async (a) => {
      await a.photographs('Photo of document front', `RG frente ${a.person.cpf}`)
      await a.photographs('Photo of document back', `RG verso ${a.person.cpf}`)
    },
  },
  {
    title: 'Where you live',
    fill: async (a) => {
      await a.selects('Country', a.words.country('BR'))
      await a.fills('Postal code', '01310-100')
    },
  },
  {
    title: 'Your address',
    fill: async (a) => {
      await a.fills('Street', 'Avenida Paulista')
      await a.fills('Number', '1000')
      await a.fills('District', 'Bela Vista')
      await a.fills('City', 'São Paulo')
      await a.selects('State', 'São Paulo')
    },
  },
  {
    title: 'Proof of address',
    fill: async (a) => {
      await a.attaches('Proof of address', await photo(a.page, `Conta de luz ${a.person.cpf}`, { width: 1100, height: 1600 }))
      await a.presses('Use this one')
      await a.hasSent('Proof of address')
    },
  },
]

const money = (life: Life): Step[] => [
  work(life),
  {
    title: 'Wealth',
    fill: async (a) => {
      await a.fills('Net worth', '50000')
      await a.fills('Financial assets', '12000,50')
      await a.chooses('Source of funds', 'Salary')
      await a.selects('Purpose of the relationship', 'Invest')
    },
  },
  { title: 'Politically exposed person', fill: (a) => a.chooses('Are you a politically exposed person (PEP)?', 'No') },
  { title: 'Where you pay tax', fill: (a) => a.chooses('US citizen or US tax resident (FATCA)?', 'No') },
  {
    title: 'How you will operate',
    fill: async (a) => {
      for (const question of ['Acting for a third party?', 'Related to the institution?', 'Allow orders by proxy?']) await a.chooses(question, 'No')
    },
  },
  {
    title: 'Bank account',
    fill: async (a) => {
      await a.selects('Bank', 'Banco do Brasil (001)')
      await a.fills('Branch', '1584')
      await a.fills('Account number', '210169-6')
      await a.chooses('Type of account', 'Current account')
    },
  },
  { title: 'Investor profile', fill: (a) => a.chooses('What is your goal?', 'Make it grow') },
  {
    title: 'Declarations and terms',
    fill: async (a) => {
      for (const term of ['I declare the information is true', 'I will report changes', 'I accept the terms']) await a.agreesTo(term)
    },
  },
]

/** The form for an investment account, page by page, as somebody with this life meets it. */
export const accountForm = (life: Life = adult): Step[] => [...aboutYou(life), ...papers, ...money(life)]

/** The same of the template of a whole life, which asks for the proof of an address last: a source may know it. */
export function lifelongForm(life: Life = adult): Step[] {
  const isProof = ({ title }: Step): boolean => title === 'Proof of address'
  const steps = accountForm(life)
  return [...steps.slice(0, -1).filter((step) => !isProof(step)), ...steps.filter(isProof), ...steps.slice(-1)]
}

/** Fills one page after the other, up to the list of answers or to the page named. */
export async function fillsForm(applicant: Applicant, steps: readonly Step[], until = 'Check your answers'): Promise<void> {
  for (const step of steps) {
    if (step.title === until) break
    await applicant.isAt(step.title)
    await step.fill(applicant)
    await applicant.presses('Continue')
  }
  await applicant.isAt(until)
}

/** Applies from the link to the receipt of the answers, without looking left or right. */
export async function applies(applicant: Applicant, life?: Life): Promise<string> {
  await applicant.opens()
  await applicant.begins()
  await fillsForm(applicant, accountForm(life))
  await applicant.presses('Send answers')
  await applicant.isAt('Your application')
  return applicant.reference()
}
