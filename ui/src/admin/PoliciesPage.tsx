import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { FaultNotice } from '../desk/parts/FaultNotice'
import { Glyph } from '../desk/parts/Glyph'
import { Leaving } from '../desk/parts/Leaving'
import { LoadFault } from '../desk/parts/LoadFault'
import { once } from '../desk/parts/once'
import { PageHead } from '../desk/parts/PageHead'
import { Body, ListSkeleton } from '../desk/parts/Table'
import { usePolicies } from '../desk/query/roles'
import { may } from '../desk/query/session'
import { useMe } from '../desk/session/RequireSession'
import { useI18n } from '../i18n/I18n'
import css from './admin.module.css'
import { PolicyTable } from './PolicyTable'
import { matchesPolicy, usePolicyDraft } from './policyDraft'

type Draft = ReturnType<typeof usePolicyDraft>

function Changes({ draft }: { draft: Draft }) {
  const { t } = useI18n()
  if (!draft.isChanged) return null
  const stop = draft.invalid > 0
  return (
    <div className={css.saveBar} role="region" aria-label={t('desk.policies.unsaved')}>
      <strong role="status">{stop ? t('desk.policies.incomplete', { n: draft.invalid }) : t('desk.policies.unsaved')}</strong>
      <Button loading={draft.save.isPending} aria-disabled={stop || undefined} data-disabled={stop || undefined} onClick={once(() => !stop && draft.store())}>{t('desk.save')}</Button>
      <Button variant="default" onClick={draft.discard}>{t('desk.policies.discard')}</Button>
    </div>
  )
}

function Editor() {
  const { t, text } = useI18n()
  const { data, error, refetch } = usePolicies()
  const draft = usePolicyDraft(data, () => refetch().then((r) => r.data))
  const me = useMe()
  const canChange = ['manage', 'write'].some((verb) => may(me, 'policy', verb))
  const [role, setRole] = useState('')
  const [search, setSearch] = useState('')
  if (!data && error) return <LoadFault error={error} retry={() => void refetch()} />
  if (!data) return <ListSkeleton rows={12} />
  const shown = draft.lines.filter((l) => matchesPolicy(l, role, search))
  return (
    <>
      <div className={css.toolbar}>
        <NativeSelect aria-label={t('desk.policies.role')} value={role} onChange={(e) => setRole(e.currentTarget.value)}>
          <option value="">{t('desk.policies.allRoles')}</option>
          {data.roles.map((r) => <option key={r.key} value={r.key}>{text(r.name)}</option>)}
        </NativeSelect>
        <TextInput type="search" className={css.grow} aria-label={t('desk.policies.search')} placeholder={t('desk.policies.search')} value={search} leftSection={<Glyph name="search" />} onChange={(e) => setSearch(e.currentTarget.value)} />
        <span className={css.quiet} role="status">{t('desk.policies.count', { n: shown.length })}</span>
        {canChange && <Button variant="default" leftSection={<Glyph name="plus" />} onClick={once(() => draft.add(role || data.roles[0]?.key || ''))}>{t('desk.policies.add')}</Button>}
      </div>
      {draft.save.error && <Body><FaultNotice error={draft.save.error} retry={draft.rebase} /></Body>}
      <PolicyTable lines={shown} roles={data.roles} canChange={canChange} onChange={draft.change} onRemove={draft.remove} />
      <Changes draft={draft} />
      <Leaving unsaved={draft.isChanged} />
    </>
  )
}

/** Which role may do what with what. Nothing is allowed that does not stand here. */
export function PoliciesPage() {
  const { t } = useI18n()
  return (
    <>
      <PageHead title={t('desk.policies.title')} note={t('desk.policies.note')} />
      <Editor />
    </>
  )
}
