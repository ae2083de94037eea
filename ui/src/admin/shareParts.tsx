import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useBrand } from '../desk/brand'
import { useSay } from '../desk/parts/toast'
import { useI18n } from '../i18n/I18n'
import { localeNames, localeOf } from '../i18n/locale'
import css from './share.module.css'

/** One of the ways in which a pipeline reaches people. */
export function Section({ id, title, wide, children }: { id: string; title: string; wide?: boolean; children: ReactNode }) {
  return <section className={css.section} data-wide={wide || undefined} aria-labelledby={id}><h2 id={id}>{title}</h2>{children}</section>
}

/** Puts a text into the clipboard; `what` says which, where there are several. */
export function Copy({ text, what }: { text: string; what: string }) {
  const { t } = useI18n()
  const say = useSay()
  return (
    <Button size="compact-sm" variant="default" aria-label={`${t('share.copy')}: ${what}`} onClick={() => void navigator.clipboard.writeText(text).then(() => say(t('share.copied')))}>
      {t('share.copy')}
    </Button>
  )
}

/** The languages of the tenant, each by its own name. */
export function useLocales(): { value: string; label: string }[] {
  return useBrand().locales.flatMap((l) => {
    const locale = localeOf(l)
    return locale ? [{ value: l, label: localeNames[locale] }] : []
  })
}
