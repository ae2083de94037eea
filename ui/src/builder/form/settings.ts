/** One setting of a type; the same as the schemas in builder/field. */
export interface Setting {
  name: string
  kind: 'integer' | 'number' | 'money' | 'megabytes' | 'text' | 'switch' | 'date' | 'choice' | 'choices'
  /** Of a choice or choices. */
  values?: readonly string[]
  /** What a text must look like; what does not is not kept. */
  pattern?: RegExp
}

const whole = (...names: string[]): Setting[] => names.map((name) => ({ name, kind: 'integer' }))
const numbers: readonly Setting[] = [{ name: 'min', kind: 'number' }, { name: 'max', kind: 'number' }, { name: 'decimals', kind: 'integer' }]
const counts: readonly Setting[] = whole('min', 'max')
const country: Setting = { name: 'country', kind: 'text', pattern: /^[A-Z]{2}$/ }
const documents = (accept: readonly string[]): Setting[] => [
  { name: 'accept', kind: 'choices', values: accept },
  { name: 'maxBytes', kind: 'megabytes' },
  { name: 'maxFiles', kind: 'integer' },
  { name: 'kind', kind: 'text', pattern: /^[a-z][a-z0-9_]{0,39}$/ },
]
const taxKinds = [
  'cpf_cnpj', 'cnh', 'pis', 'rg_sp', 'curp', 'rfc', 'clabe', 'rut', 'nit', 'cuit', 'cbu', 'nif', 'national_id', 'emirates_id', 'tax', 'ruc', 'ci', 'rif', 'other',
]

/** The settings of each type that has any, in the order of the panel. */
export const settings: Readonly<Record<string, readonly Setting[]>> = {
  text: [...whole('minLength', 'maxLength'), { name: 'pattern', kind: 'text' }],
  textarea: whole('minLength', 'maxLength'),
  phone: [country, { name: 'mobile', kind: 'switch' }],
  number: numbers,
  percent: numbers,
  money: [{ name: 'currency', kind: 'text', pattern: /^[A-Z]{3}$/ }, { name: 'min', kind: 'money' }, { name: 'max', kind: 'money' }],
  date: [{ name: 'min', kind: 'date' }, { name: 'max', kind: 'date' }],
  computed: [{ name: 'result', kind: 'choice', values: ['number', 'text', 'bool', 'date'] }],
  checkboxes: counts,
  repeat: counts,
  consent: [{ name: 'version', kind: 'text', pattern: /^[0-9A-Za-z._-]{1,40}$/ }],
  taxId: [country, { name: 'kind', kind: 'choice', values: taxKinds }],
  pixKey: [{ name: 'numericCnpj', kind: 'switch' }],
  file: documents(['pdf', 'jpg', 'png', 'webp', 'heic', 'xlsx', 'docx', 'csv']),
  image: [...documents(['pdf', 'jpg', 'png', 'webp', 'heic']), ...whole('minShortSide'), { name: 'capture', kind: 'choice', values: ['environment', 'user'] }],
}
