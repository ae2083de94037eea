import { Tabs } from '@mantine/core'
import type { ComponentType } from 'react'
import { useI18n } from '../../i18n/I18n'
import type { TextKey } from '../../i18n/keys'
import { DocumentPane } from '../viewer/DocumentPane'
import css from './case.module.css'
import { Checklist } from './Checklist'
import { Checks } from './Checks'
import { useOpenCase } from './context'
import { EvidencePane } from './EvidencePane'
import { Integration } from './Integration'
import { Messages } from './Messages'
import { Notes } from './Notes'
import { Requests } from './Requests'
import { StaffPages } from './StaffPages'
import { staffPages } from './form'
import { Thread } from './Thread'
import { Timeline } from './Timeline'

interface Pane {
  key: string
  label: TextKey
  Body: ComponentType
}

const panes: readonly Pane[] = [
  { key: 'documents', label: 'desk.documents.title', Body: DocumentPane },
  { key: 'checks', label: 'desk.checks.title', Body: Checks },
  { key: 'review', label: 'desk.review.title', Body: StaffPages },
  { key: 'requests', label: 'desk.requests.title', Body: Requests },
  { key: 'checklist', label: 'desk.checklist.title', Body: Checklist },
  { key: 'thread', label: 'desk.thread.title', Body: Thread },
  { key: 'messages', label: 'desk.messages.title', Body: Messages },
  { key: 'timeline', label: 'desk.timeline.title', Body: Timeline },
  { key: 'integration', label: 'integration.title', Body: Integration },
  { key: 'evidence', label: 'desk.evidence.title', Body: EvidencePane },
  { key: 'notes', label: 'desk.notes.title', Body: Notes },
]

/** What stands beside the data: their proof, the checks, and everything that happened. */
export function SidePane() {
  const { t, number } = useI18n()
  const { tab, setTab, file, form } = useOpenCase()
  const isThere: Record<string, boolean> = { review: staffPages(form).length > 0, integration: !!file.row.call }
  const shown = panes.filter((p) => isThere[p.key] ?? true)
  const current = shown.some((p) => p.key === tab) ? tab : 'documents'
  const counts: Record<string, number> = {
    documents: file.documents.length,
    checks: file.checks.filter((c) => ['fail', 'unclear', 'unavailable'].includes(c.result)).length,
    requests: file.requests.filter((r) => r.state === 'open').length,
  }
  return (
    <Tabs value={current} onChange={(next) => next && setTab(next)} keepMounted={false} className={css.tabs}>
      <Tabs.List className={css.tabList}>
        {shown.map(({ key, label }) => (
          <Tabs.Tab key={key} value={key} className={css.tab}>
            {t(label)}{counts[key] ? <span className={css.tabCount}> {number(counts[key])}</span> : null}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {/* What was typed into the review stays while another tab is looked at. */}
      {shown.map(({ key, Body }) => <Tabs.Panel key={key} value={key} keepMounted={key === 'review'} className={css.panel}><Body /></Tabs.Panel>)}
    </Tabs>
  )
}
