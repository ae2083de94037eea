import { ActionIcon, Tooltip } from '@mantine/core'
import { Chip } from '../../desk/parts/Chip'
import { useI18n } from '../../i18n/I18n'
import { ActionGlyph } from './ActionGlyph'
import type { Action } from './actions'
import { type Finding, isError } from './findings'
import css from './panel.module.css'

/** What is selected, and what can be done with it. */
export function PanelHead({ kind, title, actions }: { kind: string; title: string; actions: readonly Pick<Action, 'name' | 'label' | 'isOff' | 'run'>[] }) {
  const { t } = useI18n()
  return (
    <div className={css.head}>
      <div><span className={css.kind}>{kind}</span><h2><bdi>{title}</bdi></h2></div>
      {actions.length > 0 && (
        <div role="toolbar" aria-label={t('flow.pad')} className={css.actions}>
          {actions.map((a) => (
            <Tooltip key={a.name} label={a.label}>
              <ActionIcon aria-label={a.label} disabled={a.isOff} onClick={a.run}><ActionGlyph name={a.name} /></ActionIcon>
            </Tooltip>
          ))}
        </div>
      )}
    </div>
  )
}

/** What is wrong with what is selected. */
export function FindingList({ findings, onSelect }: { findings: readonly Finding[]; onSelect?: (finding: Finding) => void }) {
  const { t } = useI18n()
  if (findings.length === 0) return null
  return (
    <ul className={css.findings} aria-label={t('flow.findings.title')}>
      {findings.map((f) => (
        <li key={`${f.path} ${f.key}`}>
          {isError(f) ? <Chip tone="danger" glyph="fail">{t('flow.findings.error')}</Chip> : <Chip tone="warn" glyph="unclear">{t('flow.findings.warn')}</Chip>}
          {onSelect ? <button type="button" onClick={() => onSelect(f)}>{f.message ?? f.key}</button> : <span>{f.message ?? f.key}</span>}
        </li>
      ))}
    </ul>
  )
}
