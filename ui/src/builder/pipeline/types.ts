import type { Schemas } from '../../api/client'
import type { Rule, Text } from '../../fields/types'

// The JSON shapes of builder/pipeline.

/** A pipeline definition. */
export interface Pipeline {
  $schema?: string
  key: string
  title: Text
  locales: string[]
  defaultLocale: string
  /** The addresses of translations whose source has changed since, by language. */
  outdated?: Record<string, string[]>
  form: string
  checklist?: string
  contact: Contact
  attributes?: Attribute[]
  stages: Stage[]
  transitions: Transition[]
  checks?: Check[]
  reasons?: Reason[]
  messages?: Message[]
  papers?: Paper[]
  scores?: Score[]
  scenarios?: Scenario[]
}

/** Which answers tell who the person is: paths of keys in the form. */
export interface Contact {
  name: string
  email: string
  phone?: string
  identity?: string
}

/** A fact of a case beside its answers. */
export interface Attribute {
  key: string
  /** What a column of it is called. */
  title?: Text
  /** Another system may tell it. */
  reported?: boolean
  /** Group of fields whose readers may read it. */
  group?: string
  type: 'text' | 'number' | 'bool' | 'date' | 'choice'
  options?: (string | AttributeOption)[]
}

/** A value that a fact may have, and what people call it. */
export interface AttributeOption {
  value: string
  label?: Text
}

/** The values of a fact: one without a name may be written as its value alone. */
export const optionsOf = ({ options = [] }: Attribute): AttributeOption[] => options.map((o) => (typeof o === 'string' ? { value: o } : o))

export type StageKind = 'applicant' | 'automatic' | 'staff' | 'end'

/** Where a case stands. */
export interface Stage {
  key: string
  name: Text
  kind: StageKind
  applicant: Text
  answers: 'open' | 'requested' | 'closed'
  queue?: Queue
  serviceLevel?: string
  outcome?: string
}

export interface Queue {
  key: string
  name: Text
  columns?: string[]
}

/** An allowed move. Without from it starts a case, without to it removes it. */
export interface Transition {
  key: string
  from: string
  to: string
  title?: Text
  trigger: Trigger
  guard?: Rule
  otherwise?: boolean
  by: Actor[]
  policy?: string
  demands?: Demands
  approvals?: Approvals
  effects?: Effect[]
}

export type Actor = 'applicant' | 'member' | 'service' | 'system'

/** What sets a transition off; exactly one of the three. */
export interface Trigger {
  verb?: string
  event?: string
  timer?: Timer
}

export interface Timer {
  after: string[]
  since: string
  calendar?: '' | 'business'
}

/** What must come with the act of a person. */
export interface Demands {
  reason?: boolean
  note?: boolean
  notBy?: string[]
  notByWhen?: Rule
  items?: boolean
  itemsClosed?: boolean
}

/** The approvals that a verb of members waits for. */
export interface Approvals {
  mode: 'parallel' | 'series'
  /** How many suffice in parallel; all of them without. */
  quorum?: number
  /** The verb of the no that ends them. */
  veto?: string
  samePerson?: boolean
  steps: ApprovalStep[]
}

export interface ApprovalStep {
  key: string
  name: Text
  policy?: string
  notBy?: string[]
}

/** A table that adds up points; rules read case.key and case.key_band. */
export interface Score {
  key: string
  title: Text
  rows: ScoreRow[]
  bands: Band[]
  into?: string
  group?: string
}

export interface ScoreRow {
  key: string
  label: Text
  when?: Rule
  points: number
}

/** A range of sums up to the next band; the lowest has no beginning. */
export interface Band {
  key: string
  label: Text
  from?: number
}

export type EffectKind = 'message' | 'paper' | 'check' | 'score' | 'task' | 'token' | 'call' | 'set' | 'erase' | 'revoke' | 'freeze'

/** One thing that a move does besides moving. */
export interface Effect {
  kind: EffectKind
  name?: string
  set?: Record<string, unknown>
  when?: Rule
  with?: Record<string, unknown>
}

/** A question that the machine asks. */
export interface Check {
  key: string
  type: string
  title: Text
  fields?: string[]
  config?: Record<string, unknown>
  group?: string
  when?: Rule
  retries?: string[]
  /** It is asked while the applicant fills in. */
  early?: boolean
}

export interface Reason {
  key: string
  label: Text
  applicant: Text
  for: string[]
  group?: string
  reopenable?: boolean
}

export interface Message {
  key: string
  channel: string
  subject: Text
  body: Text
  /** May be stopped, counts towards the caps, waits for the end of the quiet hours, and is not sent once the case has moved on. */
  reminder?: boolean
  /** Waits for the end of the quiet hours although it is no reminder. */
  patient?: boolean
  attachSigned?: boolean
}

/** A document that is written from the answers. */
export interface Paper {
  key: string
  title: Text
  sections: PaperSection[]
  /** It ends with all answers. */
  answers?: boolean
}

export interface PaperSection {
  heading?: Text
  text: Text
}

/** One act of a scenario: who does what, and what must come of it. */
export type Step = Schemas['ScenarioStep']

/** One case from its start, step by step: it must go well before a version is published. */
export type Scenario = Schemas['Scenario']

/** The lists of a pipeline whose members have keys. */
export interface Lists {
  stages: Stage
  transitions: Transition
  messages: Message
  papers: Paper
  checks: Check
  reasons: Reason
  scores: Score
  attributes: Attribute
  scenarios: Scenario
}

export type ListName = keyof Lists

export const listNames = ['stages', 'transitions', 'messages', 'papers', 'checks', 'reasons', 'scores', 'attributes', 'scenarios'] as const satisfies readonly ListName[]

/** How a member of a list is named in a selection: "stages/approval". The pipeline itself is "". */
export const idOf = (list: ListName, key: string): string => `${list}/${key}`

/** The list and key of an id. */
export function placeOf(id: string): { list: ListName; key: string } | undefined {
  const cut = id.indexOf('/')
  const list = listNames.find((name) => name === id.slice(0, cut))
  return list && { list, key: id.slice(cut + 1) }
}

/** The member of an id. */
export function memberOf(p: Pipeline, id: string): Lists[ListName] | undefined {
  const place = placeOf(id)
  return place && p[place.list]?.find((each) => each.key === place.key)
}
