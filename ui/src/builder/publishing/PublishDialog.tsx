import { Checkbox, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api, ask, type Schemas } from '../../api/client'
import { Dialog } from '../../desk/parts/Dialog'
import { FaultNotice } from '../../desk/parts/FaultNotice'
import { LoadFault } from '../../desk/parts/LoadFault'
import { Notice } from '../../desk/parts/Notice'
import { ListSkeleton } from '../../desk/parts/Table'
import { useSay } from '../../desk/parts/toast'
import { useFocusBack } from '../../desk/parts/useFocusBack'
import { keys } from '../../desk/query/keys'
import { useVersion } from '../../desk/query/versions'
import { useI18n } from '../../i18n/I18n'
import { useDraft, useDraftView } from '../frame/draftContext'
import { FindingLines } from '../frame/Problems'
import { DraftFault, UnsavedDraft } from '../frame/saved'
import type { Address } from '../frame/server'
import type { Begun } from './begin'
import { Differences } from './Differences'
import { ImpactPanel, noPlan, type Plan } from './ImpactPanel'
import { MigrationProgress } from './MigrationProgress'
import { MinutesList } from './Minutes'
import css from './publishing.module.css'
import { usePreview } from './usePreview'
import { type Published, usePublish } from './usePublish'

type Definition = Schemas['Definition']
type User = Schemas['User']

/** The definition as it is now, with its newest versions and who uses it. */
const useShelf = (address: Address) =>
  useQuery({ queryKey: [...keys.definition(address.kind, address.key), 'shelf'], queryFn: () => ask(api.GET('/definitions/{kind}/{key}', { params: { path: address } })), staleTime: 0, gcTime: 0 })

function Changes({ version }: { version: Schemas['VersionRow'] }) {
  const { history } = useDraftView()
  const { data } = useVersion(version.id)
  return data ? <Differences before={data.body} after={history.present} number={version.number} /> : null
}

/** The revision that the server has of what is on the screen; it follows what is saved. isUnsaved: it cannot be saved now. */
function useSavedRevision(): { revision: number | undefined; isUnsaved: boolean } {
  const draft = useDraft()
  const { save, revision } = useDraftView()
  useEffect(() => void draft.flush(), [draft])
  return { revision: save === 'saved' ? revision : undefined, isUnsaved: save === 'offline' || save === 'refused' }
}

interface ConcernedProps {
  address: Address
  pipeline: string
  name: string
  revision: number
  plan: Plan | undefined
  onPlan: (plan: Plan) => void
}

function Concerned({ address, pipeline, name, revision, plan = noPlan, onPlan }: ConcernedProps) {
  const preview = usePreview({ address, revision, pipeline })
  return <ImpactPanel name={name} preview={preview} plan={plan} onPlan={onPlan} />
}

function Users({ users, chosen, onChoose }: { users: readonly User[]; chosen: readonly string[]; onChoose: (keys: string[]) => void }) {
  const { t, text } = useI18n()
  if (users.length === 0) return <p>{t('impact.usersNone')}</p>
  return (
    <Checkbox.Group label={t('impact.users')} description={t('impact.usersText')} value={[...chosen]} onChange={onChoose}>
      <div className={css.section}>{users.map((u) => <Checkbox key={u.key} value={u.key} label={t('impact.user', { name: text(u.title) || u.key })} />)}</div>
    </Checkbox.Group>
  )
}

interface MovesProps {
  begun: Begun
  named: (pipeline: string) => string
  busy: boolean
  error: unknown
  onRetry: () => void
  onClose: () => void
}

/** How the moves go on that were begun with a publication, and which could not be begun. */
function Moves({ begun: { moves, failed }, named, busy, error, onRetry, onClose }: MovesProps) {
  const { t } = useI18n()
  return (
    <Dialog wide title={t('impact.moved.title')} busy={busy} error={error} onSubmit={onClose} onClose={onClose}>
      {Object.values(moves).map(({ id }) => <MigrationProgress key={id} id={id} />)}
      {Object.entries(failed).map(([pipeline, why]) => (
        <section key={pipeline} className={css.panel} aria-label={t('impact.cases', { name: named(pipeline) })}>
          <p>{t('impact.move.failed', { name: named(pipeline) })}</p>
          <FaultNotice error={why} retry={() => !busy && onRetry()} />
        </section>
      ))}
    </Dialog>
  )
}

interface AskingProps {
  address: Address
  definition: Definition
  onClose: () => void
}

function Asking({ address, definition, onClose }: AskingProps) {
  const { t, text } = useI18n()
  const say = useSay()
  const publish = usePublish(address)
  const { findings, history, estimate } = useDraftView<{ title?: Schemas['Text'] }>()
  const { revision, isUnsaved } = useSavedRevision()
  const [newest] = useState(() => definition.versions.toSorted((a, b) => b.number - a.number)[0]) // publishing makes a newer one while this is still shown
  const users = definition.usedBy ?? []
  const [name, setName] = useState('')
  const [chosen, setChosen] = useState(() => users.map((u) => u.key))
  const [plans, setPlans] = useState<Record<string, Plan>>({})
  const [published, setPublished] = useState<Published>()
  const number = String((newest?.number ?? 0) + 1)
  const errors = findings.filter((f) => f.severity !== 'warn').length
  const outdated = findings.filter((f) => f.key === 'text.outdated')
  const isPipeline = address.kind === 'pipeline'
  const concerned = isPipeline ? (newest ? [{ key: address.key, title: history.present.title }] : []) : users.filter((u) => chosen.includes(u.key))
  const planned = Object.fromEntries(Object.entries(plans).filter(([key]) => concerned.some((c) => c.key === key)))
  const submit = (): void =>
    publish.mutate({ name: name.trim(), pipelines: isPipeline ? [] : chosen, plans: planned }, {
      onSuccess: (done) => {
        say(Object.keys(done.moves).length > 0 ? t('impact.move.started') : t('desk.definitions.published', { number: String(done.version.number) }))
        if (Object.keys({ ...done.moves, ...done.failed }).length === 0) onClose()
        else setPublished(done)
      },
    })
  if (published) {
    const named = (key: string): string => text(concerned.find((c) => c.key === key)?.title ?? {}) || key
    return <Moves begun={published} named={named} busy={publish.isPending} error={publish.error} onRetry={submit} onClose={onClose} />
  }
  return (
    <Dialog wide="full" title={t('desk.definitions.publishTitle', { number })} action={t('desk.definitions.publish')} busy={publish.isPending} onSubmit={submit} onClose={onClose}>
      <p>{t('desk.definitions.publishText')}</p>
      <DraftFault error={publish.error ?? (isUnsaved ? new UnsavedDraft() : undefined)} onOpen={onClose} />
      {errors > 0 && <Notice tone="warn" title={t('builder.problems.count', { n: errors })}><p>{t('builder.publish.blocked')}</p></Notice>}
      {outdated.length > 0 && <Notice tone="warn" title={t('translations.publish')}><FindingLines findings={outdated} onOpen={onClose} /></Notice>}
      <TextInput label={t('impact.name')} description={t('impact.nameText')} maxLength={120} value={name} onChange={(e) => setName(e.currentTarget.value)} />
      {estimate && <MinutesList estimate={estimate} isFolded />}
      {newest ? <Changes version={newest} /> : <p>{t('compare.first')}</p>}
      {!isPipeline && <Users users={users} chosen={chosen} onChoose={setChosen} />}
      {errors === 0 && revision !== undefined && concerned.map((c) => (
        <Concerned key={c.key} address={address} pipeline={c.key} name={text(c.title) || c.key} revision={revision} plan={plans[c.key]} onPlan={(plan) => setPlans((before) => ({ ...before, [c.key]: plan }))} />
      ))}
    </Dialog>
  )
}

/** Asks before a version is made that never changes again, and says what it would mean for the cases in flight. */
export function PublishDialog({ address, onClose }: { address: Address; onClose: () => void }) {
  const { t } = useI18n()
  useFocusBack() // for all that follow one another here: each takes what had the focus along when it goes
  const { data, error, refetch } = useShelf(address)
  if (data) return <Asking address={address} definition={data} onClose={onClose} />
  return (
    <Dialog wide="full" title={t('desk.definitions.publish')} busy={false} onSubmit={onClose} onClose={onClose}>
      {error ? <LoadFault error={error} retry={() => void refetch()} /> : <ListSkeleton rows={4} />}
    </Dialog>
  )
}
