import { useI18n } from '../../i18n/I18n'
import { AmountField } from '../AmountField'
import { currencySign, readMoney, writeMoney } from '../amount'
import type { InputProps } from '../input'
import { currencyOf } from './check'

/** The answer is in whole minor units. */
export function MoneyInput(input: InputProps) {
  const { locale } = useI18n()
  const currency = currencyOf(input.field)
  return (
    <AmountField
      input={input}
      read={(typed) => readMoney(typed, currency, locale)}
      write={(n) => writeMoney(n, currency, locale)}
      unit={currencySign(currency, locale)}
    />
  )
}
