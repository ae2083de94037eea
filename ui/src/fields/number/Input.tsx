import { useI18n } from '../../i18n/I18n'
import { AmountField } from '../AmountField'
import { readAmount } from '../amount'
import { type InputProps, settings } from '../input'

export function NumberInput(input: InputProps) {
  const { locale, number } = useI18n()
  const { decimals } = settings<{ decimals: number }>(input.field)
  const read = (typed: string): number | undefined => {
    const s = readAmount(typed, locale)
    return s === undefined ? undefined : Number(s)
  }
  return <AmountField input={input} read={read} write={(n) => number(n, { maximumFractionDigits: 10, useGrouping: 'min2' })} width="short" integer={decimals === 0} />
}
