import { useEffect } from 'react'
import { Chip } from '../../desk/parts/Chip'
import { Dialog } from '../../desk/parts/Dialog'
import { isStale } from '../../desk/parts/fault'
import { FaultNotice } from '../../desk/parts/FaultNotice'
import { Notice } from '../../desk/parts/Notice'
import { ListSkeleton } from '../../desk/parts/Table'
import { useSay } from '../../desk/parts/toast'
import { useI18n } from '../../i18n/I18n'
import css from './policies.module.css'
import { type Preview, usePreview } from './queries'
import type { Screen } from './screen'

type Change = Preview['changes'][number]

function byMember(changes: readonly Change[]): { id: string; name: string; gains: Change[]; loses: Change[] }[] {
  const people = new Map<string, { id: string; name: string; gains: Change[]; loses: Change[] }>()
  for (const c of changes) {
    const p = people.get(c.member) ?? { id: c.member, name: c.name, gains: [], loses: [] }
    people.set(c.member, p)
    ;(c.gains ? p.gains : p.loses).push(c)
  }
  return [...people.values()]
}

function Rights({ changes, gains, words }: { changes: readonly Change[]; gains: boolean } & Pick<Screen, 'words'>) {
  const { t } = useI18n()
  if (changes.length === 0) return null
  return (
    <div>
      <Chip tone={gains ? 'success' : 'danger'} glyph={gains ? 'plus' : 'minus'}>{t(gains ? 'policies.preview.gains' : 'policies.preview.loses', { n: changes.length })}</Chip>
      <ul className={css.rights}>{changes.map((c) => <li key={`${c.object} ${c.verb}`} title={words.rule(c.rule)}>{words.right(c)}</li>)}</ul>
    </div>
  )
}

function Shortages({ list, isNew }: { list: Preview['created']; isNew: boolean }) {
  const { t, text } = useI18n()
  if (list.length === 0) return null
  return (
    <Notice tone={isNew ? 'warn' : 'success'} title={t(isNew ? 'policies.preview.created' : 'policies.preview.mended', { n: list.length })}>
      <ul className={css.rights}>{list.map((s) => <li key={`${s.pipeline} ${s.finding.path} ${s.finding.key}`}><strong>{text(s.title) || s.pipeline}</strong>: {s.finding.message}</li>)}</ul>
    </Notice>
  )
}

function Shown({ preview, words }: { preview: Preview } & Pick<Screen, 'words'>) {
  const { t } = useI18n()
  const people = byMember(preview.changes)
  return (
    <>
      {preview.refusal && <Notice tone="danger" role="alert" title={preview.refusal.message} />}
      <Shortages list={preview.created} isNew />
      <Shortages list={preview.mended} isNew={false} />
      <p>{people.length === 0 ? t('policies.preview.nobody') : t('policies.preview.people', { n: people.length })}</p>
      <ul className={css.changed}>
        {people.map((p) => (
          <li key={p.id}>
            <h3><bdi>{p.name}</bdi></h3>
            <Rights changes={p.loses} gains={false} words={words} />
            <Rights changes={p.gains} gains words={words} />
          </li>
        ))}
      </ul>
      <p className={css.quiet}>{t('policies.preview.looked', { n: preview.looked })}</p>
    </>
  )
}

/** What a change does, for whom, before it is saved; and the saving. */
export function SaveDialog({ onClose, draft, words }: Screen & { onClose: () => void }) {
  const { t } = useI18n()
  const say = useSay()
  const preview = usePreview()
  const { mutate } = preview
  const { wanted } = draft
  // Asked anew after what others saved was taken over.
  const revision = wanted?.revision
  useEffect(() => {
    if (wanted) mutate(wanted)
    // biome-ignore lint/correctness/useExhaustiveDependencies: the draft does not change while this is open
  }, [mutate, revision])
  const stop = !preview.data || preview.data.refusal !== undefined
  const store = (): void =>
    draft.store(() => {
      say(t('desk.policies.saved'))
      onClose()
    })
  return (
    <Dialog wide title={t('policies.preview.title')} action={stop ? undefined : t('desk.save')} busy={draft.save.isPending} error={draft.save.error} reload={isStale(draft.save.error) ? () => void draft.takeOver() : undefined} onSubmit={store} onClose={onClose}>
      {preview.isPending && <ListSkeleton rows={4} />}
      <FaultNotice error={preview.error} retry={() => wanted && mutate(wanted)} />
      {preview.data && <Shown preview={preview.data} words={words} />}
    </Dialog>
  )
}
