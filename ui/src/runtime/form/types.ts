// The words of runtime/form. The shapes of a form are those of fields/types.
import type { FieldCheck, Field, Form, FormCheck } from '../../fields/types'
import type { Program } from '../rule'

export type { Field, Form, FormCheck, Page, Severity, Text, Validation, Violation } from '../../fields/types'

export type Answers = Readonly<Record<string, unknown>>

export type Audience = 'applicant' | 'staff'

/** What a form is looked at with. */
export interface View {
  /** As people typed them; resolve cleans each by its type. */
  answers: Answers
  /** previous, checks, case. */
  facts?: Answers
  /** "YYYY-MM-DD" in the tenant's zone. */
  today: string
  audience?: Audience
}

/** The rules of one field. */
export interface Programs {
  visible?: Program
  required?: Program
  formula?: Program
  validations: Program[]
}

/** One field in its place in the form; the same as node in builder/form. */
export interface Node {
  field: Field
  type: FieldCheck | undefined
  /** "owners[].share" */
  path: string
  /** In the order of asking. */
  index: number
  page: number
  parent?: Node
  children: Node[]
  /** The repeats it stands in, outermost first. */
  rows: string[]
  staff: boolean
  /** It holds other fields: once, or once for each row. */
  holds?: 'once' | 'rows'
  silent: boolean
  computed: boolean
  /** A person gives an answer here. */
  asked: boolean
  programs: Programs
  members: ReadonlyMap<string, Node>
}

export interface CompiledCheck {
  check: FormCheck
  program: Program
  at?: Node
}

/** A form made ready. It never changes. A vertex is a field by its index, or a page by the number of fields plus its own. */
export interface Compiled {
  form: Form
  nodes: Node[]
  roots: Node[][]
  byPath: ReadonlyMap<string, Node>
  members: ReadonlyMap<string, Node>
  pages: (Program | undefined)[]
  checks: CompiledCheck[]
  /** Keys of the checks of a case that rules of the form read. */
  reads: string[]
  /** In which order vertices are settled. */
  order: number[]
  /** What must be settled again when a vertex changes. */
  dependents: number[][]
  /** The fields whose requirement reads a vertex. */
  demanders: number[][]
}

/** One field in one row. */
export interface Place {
  node: Node
  pointer: string
  above?: Place
  /** Where its visible answer stands. */
  in: Record<string, unknown>
  rows: Record<string, unknown>[]
  /** The answer as typed. */
  given: unknown
  /** What is handed on when it is visible: the clean answer, or the live group or list of rows. */
  raw: unknown
  shown: boolean
  required: boolean
  /** A container whose answer is none: its members have no place. */
  misshapen: boolean
}

/** A form with answers: what is seen, owed and worked out. Places are JSON Pointers into the answers. */
export interface State {
  form: Compiled
  view: View
  /** Visible answers, with the facts beside them. */
  root: Record<string, unknown>
  pages: boolean[]
  places: Place[]
  byNode: Place[][]
  byPointer: ReadonlyMap<string, Place>
  /** Rules by hand that failed, for the console. A condition that fails is false; a check that fails is met. */
  errors: unknown[]
}
