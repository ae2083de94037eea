import { ActionIcon, Button, Checkbox, NativeSelect } from '@mantine/core'
import { Glyph } from '../../../desk/parts/Glyph'
import type { Condition, Query } from '../../../fields/types'
import { useI18n } from '../../../i18n/I18n'
import { ConditionRow, startCondition } from './ConditionRow'
import css from './rules.module.css'
import type { Readable } from './scope'

interface GroupProps {
  query: Query
  all: readonly Readable[]
  onChange: (query: Query) => void
  onRemove?: () => void
}

/** Conditions and smaller groups, joined by and or or. */
export function QueryGroup({ query, all, onChange, onRemove }: GroupProps) {
  const { t } = useI18n()
  const first = all[0]
  const put = (index: number, node: Query | Condition | undefined): void =>
    onChange({ ...query, rules: query.rules.flatMap((each, i) => (i === index ? (node ? [node] : []) : [each])) })
  const add = (node: Query | Condition): void => onChange({ ...query, rules: [...query.rules, node] })
  const { not: _, ...plain } = query
  return (
    <div className={css.groupBox} role="group" aria-label={t('builder.rule.group')}>
      <div className={css.groupHead}>
        <NativeSelect aria-label={t('builder.rule.combinator')} value={query.combinator} onChange={(e) => onChange({ ...query, combinator: e.currentTarget.value as Query['combinator'] })}>
          <option value="and">{t('builder.rule.all')}</option>
          <option value="or">{t('builder.rule.any')}</option>
        </NativeSelect>
        <Checkbox size="xs" label={t('builder.rule.not')} checked={query.not === true} onChange={(e) => onChange(e.currentTarget.checked ? { ...plain, not: true } : plain)} />
        {onRemove && <ActionIcon aria-label={t('builder.rule.removeGroup')} onClick={onRemove}><Glyph name="close" /></ActionIcon>}
      </div>
      {query.rules.map((node, i) =>
        'rules' in node
          ? <QueryGroup key={i} query={node} all={all} onChange={(next) => put(i, next)} onRemove={() => put(i, undefined)} />
          : <ConditionRow key={i} condition={node} all={all} onChange={(next) => put(i, next)} onRemove={() => put(i, undefined)} />,
      )}
      {!first && <p>{t('builder.rule.noFields')}</p>}
      {first && (
        <div className={css.buttons}>
          <Button variant="default" leftSection={<Glyph name="plus" />} onClick={() => add(startCondition(first))}>{t('builder.rule.add')}</Button>
          <Button variant="subtle" onClick={() => add({ combinator: query.combinator === 'and' ? 'or' : 'and', rules: [startCondition(first)] })}>{t('builder.rule.addGroup')}</Button>
        </div>
      )}
    </div>
  )
}
