import type { Schemas } from '../api/client'
import { Chip } from '../desk/parts/Chip'
import { Notice } from '../desk/parts/Notice'
import { useI18n } from '../i18n/I18n'
import css from './admin.module.css'

/** What is wrong with a draft, and where. */
export function Findings({ findings, wasAsked }: { findings: readonly Schemas['Violation'][]; wasAsked: boolean }) {
  const { t } = useI18n()
  if (findings.length === 0) {
    return wasAsked ? <Notice tone="success" role="status" title={t('desk.findings.none')} /> : null
  }
  return (
    <section aria-label={t('desk.findings.title')} className={css.findings}>
      <h2>{t('desk.findings.count', { n: findings.length })}</h2>
      <ul>
        {findings.map((f) => (
          <li key={`${f.path} ${f.key}`}>
            {f.severity === 'warn' ? <Chip tone="warn" glyph="unclear">{t('desk.findings.warn')}</Chip> : <Chip tone="danger" glyph="fail">{t('desk.findings.error')}</Chip>}
            <span>{f.message} <code dir="ltr" className={css.code}>{f.path}</code></span>
          </li>
        ))}
      </ul>
    </section>
  )
}
