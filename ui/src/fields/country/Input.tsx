import { useMemo } from 'react'
import { useI18n } from '../../i18n/I18n'
import type { InputProps } from '../input'
import { SelectField } from '../SelectField'
import { countryOptions } from './names'

export function CountryInput(input: InputProps) {
  const { locale } = useI18n()
  const options = useMemo(() => countryOptions(locale), [locale])
  return <SelectField input={input} options={options} width="long" autoComplete="country" />
}
