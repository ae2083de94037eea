import { NativeSelect, TextInput } from '@mantine/core'
import { useRoleNames } from '../../desk/query/roles'
import { useI18n } from '../../i18n/I18n'

interface RoleFieldProps {
  label: string
  value: string
  onChange: (role: string) => void
}

/** Chooses a role of the tenant. Who may not read the roles writes its key. */
export function RoleField({ label, value, onChange }: RoleFieldProps) {
  const { t } = useI18n()
  const { roles, nameOf } = useRoleNames()
  if (roles.length === 0) return <TextInput label={label} dir="ltr" maxLength={60} value={value} onChange={(e) => onChange(e.currentTarget.value)} />
  const isUnknown = value !== '' && !roles.includes(value)
  return (
    <NativeSelect label={label} error={isUnknown && t('panel.role.unknown')} value={value} onChange={(e) => onChange(e.currentTarget.value)}>
      <option value="">{t('panel.role.any')}</option>
      {isUnknown && <option value={value}>{value}</option>}
      {roles.map((role) => <option key={role} value={role}>{nameOf(role)}</option>)}
    </NativeSelect>
  )
}
