import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { fieldChecks } from '../../src/fields/registry'
import type { Field, Form, Text } from '../../src/fields/types'

export const pipeline = 'every-type'

const inAll = (name: string): Text => ({ 'pt-BR': `Pergunta ${name}`, es: `Pregunta ${name}`, en: `Question ${name}`, ar: `سؤال ${name}` })

const options = ['one', 'two', 'three'].map((value) => ({ value, label: inAll(value) }))

function plain(type: string, key = `q_${type.toLowerCase()}`): Field {
  const isAsked = !['statement', 'computed', 'group'].includes(type)
  return { id: key, key, type, label: inAll(type), hint: inAll('hint'), help: inAll('help'), required: isAsked }
}

/** What a type cannot do without. */
const needs: Record<string, Partial<Field>> = {
  select: { options },
  radio: { options },
  checkboxes: { options },
  statement: { content: inAll('statement') },
  consent: { content: inAll('consent'), config: { version: '1' } },
  textarea: { config: { maxLength: 100 } },
  computed: { formula: { cel: '20.0 + 22.0' }, config: { result: 'number' } },
  group: { fields: [plain('text', 'inner_text')] },
  repeat: { fields: [plain('text', 'row_text'), plain('file', 'row_file')], config: { min: 1, max: 3 } },
}

const question = (type: string): Field => ({ ...plain(type), ...needs[type] })

interface Template {
  forms: Form[]
}

/** A template whose first page asks one question of every type that there is: a shipped one, under another name. */
export function everyType(): Template {
  const shipped = readFileSync(resolve('../schemas/templates/address-change.json'), 'utf8')
  const template = JSON.parse(shipped.replaceAll('address-change', pipeline)) as Template
  const fields = Object.keys(fieldChecks).map(question)
  template.forms[0]!.pages.unshift({ id: 'p_every', key: 'every', title: inAll('every'), fields })
  return template
}
