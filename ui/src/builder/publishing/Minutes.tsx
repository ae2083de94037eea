import { Popover, Button } from '@mantine/core'
import { Chip } from '../../desk/parts/Chip'
import type { Form } from '../../fields/types'
import { useI18n } from '../../i18n/I18n'
import { intlTag } from '../../i18n/locale'
import type { Estimate } from '../document/draft'
import { useContent } from '../frame/content'
import { useDraftPart } from '../frame/draftContext'
import css from './publishing.module.css'

const isLong = ({ minutes, max }: Estimate): boolean => minutes > max

/** How long the form takes, in all and page by page, and what that means where it is too long. */
export function MinutesList({ estimate, isFolded = false }: { estimate: Estimate; isFolded?: boolean }) {
  const { t, locale } = useI18n()
  const { read } = useContent()
  const pages = useDraftPart<Form, Form['pages']>((view) => view.history.present.pages)
  const time = (seconds: number): string => {
    const [n, unit] = seconds < 60 ? [seconds, 'second'] : [Math.round(seconds / 60), 'minute']
    return n.toLocaleString(intlTag(locale), { style: 'unit', unit, unitDisplay: 'short' })
  }
  const title = (key: string): string => {
    const page = pages.find((p) => p.key === key)
    return page ? read(page.title) || key : key
  }
  return (
    <section className={css.section} aria-label={t('impact.minutesPages')}>
      <h3>{t('impact.minutes', { n: estimate.minutes })} {isLong(estimate) && <Chip tone="warn" glyph="unavailable">{t('impact.minutesPages')}</Chip>}</h3>
      {isLong(estimate) && <p>{t('impact.minutesLong', { max: String(estimate.max) })}</p>}
      <details className={css.reasons} open={!isFolded || isLong(estimate)}>
        <summary>{t('impact.minutesPages')}</summary>
        <ul className={css.pages}>{estimate.pages.map((p) => <li key={p.key}>{t('impact.minutesPage', { page: title(p.key), time: time(p.seconds) })}</li>)}</ul>
      </details>
      <p className={css.note}>{t('impact.minutesHow')}</p>
    </section>
  )
}

/** How long the form takes as it was last saved; opens the list by page. */
export function Minutes() {
  const { t } = useI18n()
  const estimate = useDraftPart((view) => view.estimate)
  if (!estimate) return null
  return (
    <Popover width={320} trapFocus returnFocus>
      <Popover.Target>
        <Button variant="subtle" size="xs" leftSection={isLong(estimate) ? <Chip tone="warn" glyph="unavailable">{'>'} {estimate.max}</Chip> : undefined}>{t('impact.minutes', { n: estimate.minutes })}</Button>
      </Popover.Target>
      <Popover.Dropdown><MinutesList estimate={estimate} /></Popover.Dropdown>
    </Popover>
  )
}
