import { bankList } from './bank'

/** The banks to choose from, by name. */
export const banks = bankList
  .map((b) => ({ value: b.code, label: `${b.name} (${b.code})` }))
  .sort((a, b) => a.label.localeCompare(b.label, 'pt'))
