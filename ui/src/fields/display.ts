import type { I18n } from '../i18n/I18n'
import { intlTag } from '../i18n/locale'
import { findBank } from './bankAccount/bank'
import { formatted } from './formatted'
import { type Files, isRecord, textOf } from './input'
import { currencyOf, formatMoney } from './money/check'
import { fieldChecks } from './registry'
import type { Field } from './types'

export interface DisplayContext {
  i18n: I18n
  files: Pick<Files, 'known'>
}

type Shower = (value: unknown, field: Field, context: DisplayContext) => string | undefined

const yesNo: Shower = (value, _, { i18n }) => (typeof value === 'boolean' ? i18n.t(value ? 'common.yes' : 'common.no') : undefined)

const option: Shower = (value, field, { i18n }) => {
  const chosen = field.options?.find((o) => o.value === value)
  return chosen ? i18n.text(chosen.label) : textOf(value)
}

const lines = (value: unknown, one: (item: unknown) => string | undefined): string | undefined =>
  Array.isArray(value) ? value.map(one).filter(Boolean).join('\n') : undefined

const fileNames: Shower = (value, _, { files, i18n }) =>
  lines(value, (id) => files.known(textOf(id))?.name ?? i18n.t('apply.file.unnamed'))

const bankAccount: Shower = (value, _, { i18n }) => {
  if (!isRecord(value)) return undefined
  const [bank, branch, account, kind] = [value.bank, value.branch, value.account, value.accountType].map(textOf)
  const parts = [
    findBank(bank!)?.name ?? bank,
    branch && `${i18n.t('apply.bank.branch')}: ${branch}`,
    account && `${i18n.t('apply.bank.account')}: ${account}`,
    i18n.find(`apply.bank.kind.${kind}`),
  ]
  return parts.filter(Boolean).join('\n')
}

const pixKey: Shower = (value, _, { i18n }) =>
  isRecord(value) ? [i18n.find(`apply.pix.kind.${textOf(value.kind)}`), textOf(value.key)].filter(Boolean).join('\n') : undefined

const computed: Shower = (value, field, context) => {
  if (typeof value === 'number') return context.i18n.number(value, { maximumFractionDigits: 10 })
  const s = textOf(value)
  return /^\d{4}-\d{2}-\d{2}$/.test(s) ? context.i18n.date(s) : (yesNo(value, field, context) ?? s)
}

/** Types that are read otherwise than their check's format writes them. */
const showers: Record<string, Shower> = {
  boolean: yesNo,
  consent: (value, _, { i18n }) => (typeof value === 'boolean' ? i18n.t(value ? 'apply.consent.given' : 'apply.consent.refused') : undefined),
  select: option,
  radio: option,
  checkboxes: (value, field, context) => lines(value, (v) => option(v, field, context)),
  date: (value, _, { i18n }) => i18n.date(textOf(value)),
  bankAccount,
  pixKey,
  file: fileNames,
  image: fileNames,
  computed,
}

/** An amount with a Latin sign stays in one piece, left to right, in Arabic too: R$ 8,500.00. */
const upright = (s: string): string => (/[A-Z]/i.test(s) ? `\u2066${s.replace(/[\u200e\u200f\u061c]/g, '')}\u2069` : s)

/** An amount of money as people read it. */
export const displayMoney = (minor: number, field: Field, locale: string): string =>
  upright(formatMoney(minor, intlTag(locale), currencyOf(field)))

function plain(value: unknown, field: Field, { i18n }: DisplayContext): string {
  if (typeof value === 'string') return formatted(field, value, intlTag(i18n.locale))
  if (typeof value === 'number' && field.type === 'money') return displayMoney(value, field, i18n.locale)
  return fieldChecks[field.type]?.format?.(value, intlTag(i18n.locale), field) ?? textOf(value)
}

/** An answer as a person reads it; undefined where there is none. Lines are separated by line ends. */
export function display(field: Field, value: unknown, context: DisplayContext): string | undefined {
  if (value === undefined || value === null || value === '') return undefined
  const show = showers[field.type] ?? plain
  return show(value, field, context) || undefined
}
