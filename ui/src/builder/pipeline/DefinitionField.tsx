import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { api, ask } from '../../api/client'
import { keys } from '../../desk/query/keys'
import { useI18n } from '../../i18n/I18n'
import css from './panel.module.css'

/** The forms or checklists of the tenant. */
export function useDefinitionsOf(kind: 'form' | 'checklist') {
  const { data } = useQuery({ queryKey: keys.definitions, queryFn: () => ask(api.GET('/definitions')).then((r) => r.definitions), refetchOnWindowFocus: 'always' })
  return data?.filter((d) => d.kind === kind)
}

interface DefinitionFieldProps {
  kind: 'form' | 'checklist'
  label: string
  description?: string
  value: string
  /** What it says without one; there must be one when it is missing. */
  none?: string
  onChange: (key: string) => void
}

/** Chooses a form or a checklist of the tenant; a section alone is no form to be filled. It can be opened from here, and another begun, each in a window of its own. */
export function DefinitionField({ kind, label, description, value, none, onChange }: DefinitionFieldProps) {
  const { t, text } = useI18n()
  const all = useDefinitionsOf(kind)
  const isUnknown = value !== '' && !all?.some((d) => d.key === value)
  return (
    <div className={css.stack}>
      <NativeSelect label={label} description={description} error={all && isUnknown && t('panel.definition.unknown')} value={value} onChange={(e) => onChange(e.currentTarget.value)}>
        {(none !== undefined || value === '') && <option value="">{none ?? t('builder.choose')}</option>}
        {isUnknown && <option value={value}>{value}</option>}
        {all?.filter((d) => !d.section || d.key === value).map((d) => <option key={d.key} value={d.key}>{text(d.title) || d.key}</option>)}
      </NativeSelect>
      <p className={css.links}>
        {value !== '' && !isUnknown && <Link to={`/builder/${kind}/${value}`} target="_blank" rel="noopener">{t(`panel.definition.open.${kind}`)}</Link>}
        <Link to={`/builder/${kind}`} target="_blank" rel="noopener">{t(`panel.definition.new.${kind}`)}</Link>
      </p>
    </div>
  )
}
