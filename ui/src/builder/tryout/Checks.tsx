import { NativeSelect } from '@mantine/core'
import { Empty } from '../../desk/parts/Empty'
import { FaultNotice } from '../../desk/parts/FaultNotice'
import { useI18n } from '../../i18n/I18n'
import { type Tryout, useCheckResult } from './server'
import css from './tryout.module.css'

const results = ['own', 'pass', 'fail', 'unclear', 'unavailable'] as const

/** What the checks answer from now on. Nobody outside is asked; the others look for themselves unless they are told what to say. */
export function Checks({ tryout }: { tryout: Tryout }) {
  const { t, text } = useI18n()
  const choose = useCheckResult(tryout)
  if (tryout.checks.length === 0) return <Empty title={t('tryout.checks.empty')} glyph="shield">{t('tryout.checks.emptyText')}</Empty>
  return (
    <div className={css.checks}>
      <p className={css.quiet}>{t('tryout.checks.about')}</p>
      {tryout.checks.map(({ check, title, result, outside }) => {
        const name = text(title) || check
        const said = (each: string): string => t(each === 'own' && outside ? 'tryout.result.outside' : `tryout.result.${results.find((r) => r === each) ?? 'own'}`)
        return (
          <details key={check} className={css.check} data-chosen={result !== 'own' || undefined}>
            <summary><b>{name}</b> <span>{said(result)}</span></summary>
            <NativeSelect aria-label={name} value={result} onChange={(e) => choose.mutate({ check, result: results.find((r) => r === e.currentTarget.value) ?? 'own' })}>
              {results.map((each) => <option key={each} value={each}>{said(each)}</option>)}
            </NativeSelect>
          </details>
        )
      })}
      <FaultNotice error={choose.error} />
    </div>
  )
}
