import { ActionIcon, NativeSelect, TextInput } from '@mantine/core'
import { memo } from 'react'
import { Chip } from '../desk/parts/Chip'
import { Glyph } from '../desk/parts/Glyph'
import { Table } from '../desk/parts/Table'
import { useI18n } from '../i18n/I18n'
import css from './admin.module.css'
import type { Line, Policy } from './policyDraft'
import type { PolicySet } from './queries'

interface PolicyTableProps {
  lines: readonly Line[]
  roles: PolicySet['roles']
  canChange: boolean
  onChange: (id: string, part: Partial<Policy>) => void
  onRemove: (id: string) => void
}

type RowProps = Omit<PolicyTableProps, 'lines'> & { line: Line }

function Effect({ effect }: Pick<Policy, 'effect'>) {
  const { t } = useI18n()
  return effect === 'allow' ? <Chip tone="success" glyph="pass">{t('desk.policies.allow')}</Chip> : <Chip tone="danger" glyph="fail">{t('desk.policies.deny')}</Chip>
}

function NewRow({ line, roles, onChange, onRemove }: RowProps) {
  const { t, text } = useI18n()
  const set = (part: Partial<Policy>): void => onChange(line.id, part)
  return (
    <tr>
      <td>
        <NativeSelect aria-label={t('desk.policies.role')} value={line.role} onChange={(e) => set({ role: e.currentTarget.value })}>
          {roles.map((r) => <option key={r.key} value={r.key}>{text(r.name)}</option>)}
        </NativeSelect>
      </td>
      <td><TextInput aria-label={t('desk.policies.verb')} dir="ltr" maxLength={60} placeholder="approve" value={line.verb} onChange={(e) => set({ verb: e.currentTarget.value })} /></td>
      <td><TextInput aria-label={t('desk.policies.object')} dir="ltr" maxLength={200} placeholder="pipeline/…/stage/…" value={line.object} onChange={(e) => set({ object: e.currentTarget.value })} /></td>
      <td>
        <NativeSelect aria-label={t('desk.policies.effect')} value={line.effect} onChange={(e) => set({ effect: e.currentTarget.value === 'deny' ? 'deny' : 'allow' })}>
          <option value="allow">{t('desk.policies.allow')}</option>
          <option value="deny">{t('desk.policies.deny')}</option>
        </NativeSelect>
      </td>
      <td><Remove line={line} onRemove={onRemove} /></td>
    </tr>
  )
}

function Remove({ line, onRemove }: Pick<RowProps, 'line' | 'onRemove'>) {
  const { t } = useI18n()
  const label = t('desk.policies.removeOf', { policy: `${line.role} ${line.verb} ${line.object}` })
  return <ActionIcon aria-label={label} title={t('desk.policies.remove')} onClick={() => onRemove(line.id)}><Glyph name="close" /></ActionIcon>
}

const Row = memo(function Row(props: RowProps) {
  const { line, roles, canChange, onRemove } = props
  const { text } = useI18n()
  if (line.isNew) return <NewRow {...props} />
  const role = roles.find((r) => r.key === line.role)
  return (
    <tr>
      <td>{role ? text(role.name) : line.role}</td>
      <td><code dir="ltr" className={css.code}>{line.verb}</code></td>
      <td><code dir="ltr" className={css.code}>{line.object}</code></td>
      <td><Effect effect={line.effect} /></td>
      {canChange && <td><Remove line={line} onRemove={onRemove} /></td>}
    </tr>
  )
})

/** One policy a line: role, verb, object, allowed or not. A new one is typed in place. */
export function PolicyTable({ lines, ...rest }: PolicyTableProps) {
  const { t } = useI18n()
  const heads = [t('desk.policies.role'), t('desk.policies.verb'), t('desk.policies.object'), t('desk.policies.effect'), ...(rest.canChange ? [t('desk.policies.remove')] : [])]
  return <Table label={t('desk.policies.title')} heads={heads}>{lines.map((l) => <Row key={l.id} line={l} {...rest} />)}</Table>
}
