import { NativeSelect } from '@mantine/core'
import { useI18n } from '../../i18n/I18n'
import { localeNames, localeOf, locales } from '../../i18n/locale'

export function LanguageSelect() {
  const { t, locale, setLocale } = useI18n()
  return (
    <NativeSelect label={t('desk.language')} value={locale} onChange={(e) => setLocale(localeOf(e.currentTarget.value) ?? locale)}>
      {locales.map((l) => <option key={l} value={l} lang={l}>{localeNames[l]}</option>)}
    </NativeSelect>
  )
}
