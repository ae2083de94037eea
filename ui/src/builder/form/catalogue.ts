/** The kinds of field as the palette shows them; fields/registry has the same. A mark is what stands beside the name. */
export const categories: readonly { key: 'text' | 'number' | 'choice' | 'identity' | 'document' | 'layout'; types: readonly (readonly [type: string, mark: string])[] }[] = [
  { key: 'text', types: [['text', 'Aa'], ['textarea', '¶'], ['email', '@'], ['phone', '+55']] },
  { key: 'number', types: [['number', '12'], ['money', '$'], ['percent', '%'], ['date', '31'], ['computed', 'ƒ']] },
  { key: 'choice', types: [['select', '▾'], ['radio', '◉'], ['checkboxes', '☑'], ['boolean', '±'], ['consent', '✓'], ['country', '⚑'], ['state', 'UF']] },
  { key: 'identity', types: [['cpf', 'CPF'], ['cnpj', 'CNP'], ['taxId', 'ID'], ['cep', 'CEP'], ['bankAccount', '№'], ['pixKey', 'Pix'], ['iban', 'IB']] },
  { key: 'document', types: [['file', '⎙'], ['image', '▣'], ['signature', '✎']] },
  { key: 'layout', types: [['statement', 'i'], ['group', '[ ]'], ['repeat', '↻']] },
]

export const markOf = (type: string): string => categories.flatMap((c) => c.types).find(([name]) => name === type)?.[1] ?? '?'
