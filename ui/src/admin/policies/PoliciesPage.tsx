import { Button, Tabs, VisuallyHidden } from '@mantine/core'
import { useState } from 'react'
import { Leaving } from '../../desk/parts/Leaving'
import { LoadFault } from '../../desk/parts/LoadFault'
import { once } from '../../desk/parts/once'
import { PageHead } from '../../desk/parts/PageHead'
import { ListSkeleton } from '../../desk/parts/Table'
import { Waiting } from '../../desk/parts/Waiting'
import { useCommands } from '../../desk/shell/commands'
import { usePolicies } from '../../desk/query/roles'
import { may } from '../../desk/query/session'
import { useMe } from '../../desk/session/RequireSession'
import { MoreTexts, useI18n } from '../../i18n/I18n'
import type { PolicySet } from '../queries'
import { loadPolicyTexts } from '../texts'
import { CellDialog } from './CellDialog'
import { type Right, type Role } from './judge'
import { ListTab } from './ListTab'
import { Matrix } from './Matrix'
import css from './policies.module.css'
import { type Area, useAreas } from './queries'
import { RolesTab } from './RolesTab'
import { allow, drop, type Standing } from './rules'
import { SaveDialog } from './SaveDialog'
import type { Screen } from './screen'
import { useRules } from './useRules'
import { useWords } from './words'
import { WhoTab } from './WhoTab'

const tabs = ['matrix', 'roles', 'who', 'list'] as const

interface Asked {
  role: Role
  right: Right
  at: Extract<Standing, { kind: 'wide' | 'denied' }>
}

/** A press on a cell: what one policy says is added or removed at once, anything wider is asked about. */
function MatrixTab(screen: Screen) {
  const [asked, setAsked] = useState<Asked>()
  const { draft, words } = screen
  const press = (role: Role, { object, verb }: Right, at: Standing): void => {
    const right = { object, verb }
    const params = { role: words.role(role.key), right: words.right(right) }
    if (at.kind === 'none') draft.change({ key: 'policies.step.allow', params }, allow(draft.rules, role.key, right))
    else if (at.kind === 'own') draft.change({ key: 'policies.step.remove', params }, drop(draft.rules, at.by))
    else setAsked({ role, right, at })
  }
  return (
    <>
      <Matrix {...screen} onAsk={press} />
      {asked && <CellDialog {...screen} {...asked} onClose={() => setAsked(undefined)} />}
    </>
  )
}

/** Undo, redo, and the way to save; it says what was done last, for those who listen too. */
function SaveBar({ draft, onSave }: Pick<Screen, 'draft'> & { onSave: () => void }) {
  const { t } = useI18n()
  const { undo, redo } = draft
  useCommands(() => [
    ...(undo ? [{ id: 'undo', title: `${t('policies.undo')}: ${t(undo.name.key, undo.name.params)}`, group: t('palette.do'), run: undo.run }] : []),
    ...(redo ? [{ id: 'redo', title: `${t('policies.redo')}: ${t(redo.name.key, redo.name.params)}`, group: t('palette.do'), run: redo.run }] : []),
    ...(draft.isChanged ? [{ id: 'save', title: t('policies.review'), group: t('palette.do'), run: onSave }] : []),
  ])
  const last = undo ? t(undo.name.key, undo.name.params) : ''
  return (
    <>
      <VisuallyHidden role="status">{last}</VisuallyHidden>
      {(undo ?? redo) && (
        <div className={css.saveBar} role="region" aria-label={t('desk.policies.unsaved')}>
          <strong>{last}</strong>
          <Button variant="default" aria-disabled={!undo || undefined} data-disabled={!undo || undefined} onClick={() => undo?.run()}>{t('policies.undo')}</Button>
          <Button variant="default" aria-disabled={!redo || undefined} data-disabled={!redo || undefined} onClick={() => redo?.run()}>{t('policies.redo')}</Button>
          <Button variant="default" onClick={draft.discard}>{t('desk.policies.discard')}</Button>
          {draft.isChanged && <Button onClick={once(onSave)}>{t('policies.review')}</Button>}
        </div>
      )}
    </>
  )
}

function Loaded({ set, areas, refetch }: { set: PolicySet; areas: readonly Area[]; refetch: () => Promise<PolicySet | undefined> }) {
  const { t } = useI18n()
  const draft = useRules(set, refetch)
  const words = useWords(areas, draft.rules.roles)
  const screen: Screen = { draft, areas, words, canChange: may(useMe(), 'policy', 'manage') }
  const [isSaving, setSaving] = useState(false)
  return (
    <>
      <Tabs defaultValue="matrix" keepMounted={false} className={css.tabs}>
        <Tabs.List>{tabs.map((tab) => <Tabs.Tab key={tab} value={tab}>{t(`policies.tab.${tab}`)}</Tabs.Tab>)}</Tabs.List>
        <Tabs.Panel value="matrix"><MatrixTab {...screen} /></Tabs.Panel>
        <Tabs.Panel value="roles"><RolesTab {...screen} /></Tabs.Panel>
        <Tabs.Panel value="who"><WhoTab {...screen} /></Tabs.Panel>
        <Tabs.Panel value="list"><ListTab {...screen} /></Tabs.Panel>
      </Tabs>
      <SaveBar draft={draft} onSave={() => setSaving(true)} />
      {isSaving && <SaveDialog {...screen} onClose={() => setSaving(false)} />}
      <Leaving unsaved={draft.isChanged} />
    </>
  )
}

function Page() {
  const policies = usePolicies()
  const areas = useAreas()
  const error = policies.error ?? areas.error
  if (policies.data && areas.data) return <Loaded set={policies.data} areas={areas.data} refetch={() => policies.refetch().then((r) => r.data)} />
  if (error) return <LoadFault error={error} retry={() => void Promise.all([policies.refetch(), areas.refetch()])} />
  return <ListSkeleton rows={12} />
}

/** Who may do what: roles beside what they may do, in the tenant's own words. Nothing is allowed that is not allowed here. */
export function PoliciesPage() {
  const { t } = useI18n()
  return (
    <>
      <PageHead title={t('desk.policies.title')} note={t('desk.policies.note')} />
      <MoreTexts load={loadPolicyTexts} waiting={<Waiting />}><Page /></MoreTexts>
    </>
  )
}
