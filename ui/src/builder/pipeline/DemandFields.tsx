import { Checkbox } from '@mantine/core'
import { useI18n } from '../../i18n/I18n'
import { useBench } from './bench'
import * as commands from './commands'
import { findingsAt } from './findings'
import css from './panel.module.css'
import { RuleField } from './RuleField'
import { idOf, type Transition } from './types'

const simple = ['reason', 'note', 'items', 'itemsClosed'] as const

/** What must come with the act of a person, and who may not do it because of what they did before. */
export function DemandFields({ transition }: { transition: Transition }) {
  const { t, find } = useI18n()
  const { p, run, words, findings } = useBench()
  const id = idOf('transitions', transition.key)
  const demands = transition.demands ?? {}
  const notBy = demands.notBy ?? []
  const verbs = [...new Set([...p.transitions.flatMap((each) => (each.trigger.verb && each.by.includes('member') ? [each.trigger.verb] : [])), ...notBy])]
  const put = (key: string, value: boolean): void => run(commands.set(p, id, ['demands', key], value || undefined))
  const setNotBy = (next: string[]): void => run(commands.set(p, id, ['demands', 'notBy'], next.length > 0 ? next : undefined))
  return (
    <section className={css.section} aria-label={t('flow.demands.title')}>
      <h3>{t('flow.demands.title')}</h3>
      <div className={css.checks}>
        {simple.map((key) => <Checkbox key={key} size="xs" label={t(`flow.demands.${key}`)} checked={demands[key] ?? false} onChange={(e) => put(key, e.currentTarget.checked)} />)}
      </div>
      <Checkbox.Group label={t('flow.demands.notBy')} description={t('flow.demands.notByHint')} value={notBy} onChange={setNotBy}>
        <div className={css.checks}>{verbs.map((verb) => <Checkbox key={verb} size="xs" value={verb} label={find(`flow.verb.${verb}`) ?? words.verb(verb)} />)}</div>
      </Checkbox.Group>
      {notBy.length > 0 && <RuleField label={t('flow.demands.notByWhen')} rule={demands.notByWhen} findings={findingsAt(findings.get(id), 'demands/notByWhen')} onChange={(rule) => run(commands.set(p, id, ['demands', 'notByWhen'], rule as never))} />}
    </section>
  )
}
