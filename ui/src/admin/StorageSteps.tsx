import { Chip } from '../desk/parts/Chip'
import { Notice } from '../desk/parts/Notice'
import { useI18n } from '../i18n/I18n'
import css from './admin.module.css'
import type { StorageStep } from './storageQueries'

/** What a test of the storage found, step by step. */
export function Steps({ steps }: { steps: readonly StorageStep[] }) {
  const { t, find, number } = useI18n()
  const isGood = steps.every((s) => s.ok)
  return (
    <>
      <Notice role="status" tone={isGood ? 'success' : 'danger'}>{t(isGood ? 'documents.storage.testOk' : 'documents.storage.testBad')}</Notice>
      <ul className={css.means}>
        {steps.map((s) => (
          <li key={s.step}>
            <Chip tone={s.ok ? 'success' : 'danger'} glyph={s.ok ? 'pass' : 'fail'}>{find(`documents.storage.step.${s.step}`)}</Chip>{' '}
            <span className={css.quiet}>{number(s.millis)} ms</span>
            {!s.ok && <p>{find(`documents.storage.mend.${s.step}`)}</p>}
            {s.why && <p className={css.code} dir="ltr">{s.why}</p>}
          </li>
        ))}
      </ul>
    </>
  )
}
