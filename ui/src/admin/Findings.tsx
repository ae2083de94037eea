import { Alert } from '@mantine/core'
import type { Schemas } from '../api/client'
import { Chip } from '../desk/parts/Chip'
import { Glyph } from '../desk/parts/Glyph'
import { useI18n } from '../i18n/I18n'
import css from './admin.module.css'

/** What is wrong with a draft, and where. */
export function Findings({ findings, wasAsked }: { findings: readonly Schemas['Violation'][]; wasAsked: boolean }) {
  const { t } = useI18n()
  if (findings.length === 0) {
    return wasAsked ? <Alert color="green" role="status" icon={<Glyph name="pass" size={16} />} title={t('desk.findings.none')} /> : null
  }
  return (
    <section aria-label={t('desk.findings.title')} className={css.findings}>
      <h2 role="status">{t('desk.findings.count', { n: findings.length })}</h2>
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
