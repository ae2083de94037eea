import { ActionIcon, NativeSelect } from '@mantine/core'
import { Glyph } from '../../desk/parts/Glyph'
import { useI18n } from '../../i18n/I18n'
import type { Json } from '../document/json'
import { languageName } from '../frame/languages'
import { useBench } from '../pipeline/bench'
import * as commands from '../pipeline/commands'
import { KeyField } from '../pipeline/KeyField'
import { LocalText } from '../pipeline/LocalText'
import css from '../pipeline/panel.module.css'
import { idOf, type Scenario, type Step } from '../pipeline/types'
import { useRuns } from './runs'
import { StepList } from './StepList'
import { useStepWordsOf } from './words'

/** A scenario: what it is called, and its steps in words. */
export function ScenarioPanel({ scenario }: { scenario: Scenario }) {
  const { t, locale, dateTime } = useI18n()
  const { p, run, words } = useBench()
  const steps = useStepWordsOf(p, words)
  const { report, wanted } = useRuns()
  const id = idOf('scenarios', scenario.key)
  const put = (path: string[], value: Json): void => run(commands.set(p, id, path, value))
  const result = report?.results.find((r) => r.scenario === scenario.key)
  const rename = (key: string): boolean => {
    const command = commands.rename(p, id, key)
    if (command) run(command)
    return command !== undefined
  }
  return (
    <>
      <LocalText isName label={t('tryout.scenario.title')} value={scenario.title} onChange={(tag, value) => run(commands.setText(p, id, ['title'], tag, value))} />
      {p.locales.length > 1 && (
        <NativeSelect label={t('tryout.scenario.locale')} value={scenario.locale ?? p.defaultLocale} onChange={(e) => put(['locale'], e.currentTarget.value === p.defaultLocale ? undefined : e.currentTarget.value)}>
          {p.locales.map((tag) => <option key={tag} value={tag}>{languageName(tag, locale)}</option>)}
        </NativeSelect>
      )}
      {scenario.startsAt && (
        <div className={css.line}>
          <p className={css.quiet}>{t('tryout.scenario.startsAt', { time: dateTime(scenario.startsAt) })}</p>
          <ActionIcon aria-label={t('tryout.scenario.startsAny')} title={t('tryout.scenario.startsAny')} onClick={() => put(['startsAt'], undefined)}><Glyph name="close" /></ActionIcon>
        </div>
      )}
      <section className={css.section} aria-label={t('tryout.scenario.steps')}>
        <h3>{t('tryout.scenario.steps')}</h3>
        <StepList
          key={scenario.key}
          p={p}
          words={steps}
          steps={scenario.steps}
          label={t('tryout.scenario.steps')}
          results={result?.steps}
          wanted={wanted?.scenario === scenario.key ? wanted : undefined}
          onChange={(next: Step[]) => put(['steps'], next as unknown as Json)}
        />
      </section>
      <KeyField label={t('flow.key.label')} description={t('flow.key.hint')} value={scenario.key} onRename={rename} />
    </>
  )
}
