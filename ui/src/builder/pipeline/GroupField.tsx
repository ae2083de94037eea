import { NativeSelect } from '@mantine/core'
import { useI18n } from '../../i18n/I18n'
import { walk } from '../form/tree'
import { useBench } from './bench'
import { useForm } from './names'

/** Which group of answers its readers must be let into: those that the form and the pipeline name. "" is the general one. */
export function GroupField({ value, onChange }: { value: string; onChange: (group: string) => void }) {
  const { t } = useI18n()
  const { p } = useBench()
  const form = useForm(p.form)
  const named = new Set([...(p.checks ?? []), ...(p.reasons ?? []), ...(p.scores ?? []), ...(p.attributes ?? [])].map((each) => each.group ?? ''))
  if (form) walk(form, ({ node }) => void ('type' in node && named.add(node.group ?? '')))
  const groups = [...named].filter((group) => group !== '' && group !== 'general').sort()
  return (
    <NativeSelect label={t('flow.check.group')} description={t('panel.group.hint')} value={value === 'general' ? '' : value} onChange={(e) => onChange(e.currentTarget.value)}>
      <option value="">{t('panel.group.general')}</option>
      {groups.map((group) => <option key={group} value={group}>{group}</option>)}
    </NativeSelect>
  )
}
