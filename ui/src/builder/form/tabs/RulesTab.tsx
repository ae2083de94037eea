import { NativeSelect } from '@mantine/core'
import { useMemo, useState } from 'react'
import { Empty } from '../../../desk/parts/Empty'
import { Table } from '../../../desk/parts/Table'
import { useI18n } from '../../../i18n/I18n'
import { useEditor, useForm } from '../editor'
import { type RuleUse, rulesOf, usesOf } from '../uses'
import { useReadableName } from '../rules/ConditionRow'
import { readables } from '../rules/scope'
import { useSentence } from '../rules/useSentence'
import { find } from '../tree'
import css from './tabs.module.css'

const keyOf = (use: RuleUse): string => `${use.node} ${use.role} ${use.index}`

function Line({ use, onOpen }: { use: RuleUse; onOpen: () => void }) {
  const { t } = useI18n()
  const { draft, actions } = useEditor()
  const sentence = useSentence()
  const node = find(draft.get().history.present, use.node)?.node
  const open = (): void => {
    draft.select(use.node ? [use.node] : [])
    onOpen()
  }
  return (
    <tr>
      <th scope="row"><button type="button" className={css.link} onClick={open}>{node ? actions.nameOf(node) : t('builder.wholeForm')}</button></th>
      <td>{t(`builder.role.${use.role}`)}</td>
      <td dir={use.rule.cel === undefined ? undefined : 'ltr'}>{use.rule.cel === undefined ? sentence(use.rule) : <code>{use.rule.cel}</code>}</td>
    </tr>
  )
}

/** All rules of the form in words, to find one and go there. */
export function RulesTab({ onOpen }: { onOpen: () => void }) {
  const { t } = useI18n()
  const form = useForm()
  const name = useReadableName()
  const [path, setPath] = useState('')
  const all = useMemo(() => readables(form, ''), [form])
  const rules = useMemo(() => rulesOf(form), [form])
  const own = all.find((each) => each.path === path)?.field?.id
  const reading = path === '' ? undefined : new Set(usesOf(form, path).map(keyOf))
  const shown = reading ? rules.filter((use) => use.node === own || reading.has(keyOf(use))) : rules
  if (rules.length === 0) return <Empty title={t('builder.rules.empty')} glyph="filter">{t('builder.rules.emptyText')}</Empty>
  return (
    <div className={css.tab}>
      <div className={css.bar}>
        <NativeSelect label={t('builder.rules.of')} value={path} onChange={(e) => setPath(e.currentTarget.value)}>
          <option value="">{t('builder.rules.all')}</option>
          {all.map((each) => <option key={each.path} value={each.path}>{name(each)}</option>)}
        </NativeSelect>
      </div>
      <div className={css.scrollPlain}>
        <Table label={t('builder.tab.rules')} heads={[t('builder.rules.where'), t('builder.rules.what'), t('builder.rules.when')]}>
          {shown.map((use) => <Line key={keyOf(use)} use={use} onOpen={onOpen} />)}
        </Table>
        {shown.length === 0 && <p className={css.none}>{t('builder.rules.none')}</p>}
      </div>
    </div>
  )
}
