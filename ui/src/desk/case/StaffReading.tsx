import type { Page } from '../../fields/types'
import { useI18n } from '../../i18n/I18n'
import { Notice } from '../parts/Notice'
import css from './case.module.css'
import { useOpenCase } from './context'
import { DatumValue } from './DatumValue'

const nothing = (): void => undefined

/** A page that cannot be filled now: what was answered, and why. */
export function StaffReading({ page, why }: { page: Page; why: string }) {
  const { t, text } = useI18n()
  const { file } = useOpenCase()
  const isOf = (path: string): boolean => page.fields.some((f) => path === `/${f.key}` || path.startsWith(`/${f.key}/`))
  const data = file.dossier.filter((d) => isOf(d.path))
  return (
    <>
      <Notice>{t('desk.review.readOnly')} {why}</Notice>
      <dl className={css.reading}>
        {data.map((d) => (
          <div key={d.path}><dt>{text(d.label)}</dt><dd><DatumValue datum={d} label={text(d.label)} onLook={nothing} /></dd></div>
        ))}
      </dl>
    </>
  )
}
