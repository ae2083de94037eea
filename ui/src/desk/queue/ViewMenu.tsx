import { Button, Menu } from '@mantine/core'
import { useState } from 'react'
import { useI18n } from '../../i18n/I18n'
import { Dialog } from '../parts/Dialog'
import { Glyph } from '../parts/Glyph'
import { useNames } from '../parts/names'
import { useSay } from '../parts/toast'
import { useDefaultView, useDeleteView, useViews, type View, type ViewList } from '../query/views'
import css from './queue.module.css'
import type { ListView } from './view'
import { ViewDialog } from './ViewDialog'

interface ViewMenuProps {
  queue: string
  view: ListView
  show: (view: ListView) => void
}

type Ask = { kind: 'save' } | { kind: 'change' | 'delete' | 'copy'; of: View }

/** A saved view as the list shows it. */
export const lookOf = ({ id, look }: View): ListView => ({
  search: look.search ?? '', sort: look.sort ?? '', filters: look.filters ?? [], ...(look.columns && { columns: look.columns }), saved: id,
})

const same = (a: ListView, b: ListView): boolean => JSON.stringify([a.search, a.sort, a.filters, a.columns ?? []]) === JSON.stringify([b.search, b.sort, b.filters, b.columns ?? []])

function DeleteDialog({ queue, of, onClose }: { queue: string; of: View; onClose: () => void }) {
  const { t } = useI18n()
  const say = useSay()
  const remove = useDeleteView(queue)
  const done = (): void => {
    onClose()
    say(t('views.deleted', { name: of.name }))
  }
  return (
    <Dialog title={t('views.delete')} action={t('views.delete')} danger busy={remove.isPending} error={remove.error} onClose={onClose} onSubmit={() => remove.mutate(of.id, { onSuccess: done })}>
      <p>{t(of.roles.length > 0 ? 'views.deleteShared' : 'views.deleteOwn', { name: of.name })}</p>
    </Dialog>
  )
}

function ViewItem({ of, people, isCurrent, show }: { of: View; people: Readonly<Record<string, string>>; isCurrent: boolean; show: (view: ListView) => void }) {
  const { t } = useI18n()
  const nameOf = useNames(people)
  const note = !of.usable ? t('views.unusable') : of.mine ? (of.roles.length > 0 ? t('views.shared') : undefined) : t('views.by', { name: nameOf(of.owner) })
  return (
    <Menu.Item disabled={!of.usable} leftSection={isCurrent ? <Glyph name="pass" /> : <span className={css.noGlyph} />} onClick={() => show(lookOf(of))}>
      <bdi>{of.name}</bdi>{note && <span className={css.viewNote}>{note}</span>}
    </Menu.Item>
  )
}

/** The views to choose from, then what can be done with the one that is shown. */
function Items({ queue, list, view, show, ask }: ViewMenuProps & { list: ViewList; ask: (what: Ask) => void }) {
  const { t } = useI18n()
  const start = useDefaultView(queue)
  const current = list.views.find((v) => v.id === view.saved)
  return (
    <>
      <Menu.Item leftSection={!view.saved ? <Glyph name="pass" /> : <span className={css.noGlyph} />} onClick={() => show({ search: '', sort: '', filters: [], saved: 'none' })}>{t('views.standard')}</Menu.Item>
      {[true, false].map((mine) => {
        const some = list.views.filter((v) => v.mine === mine)
        return some.length > 0 && (
          <div key={String(mine)} role="group" aria-label={t(mine ? 'views.mine' : 'views.ofOthers')}>
            <Menu.Label>{t(mine ? 'views.mine' : 'views.ofOthers')}</Menu.Label>
            {some.map((v) => <ViewItem key={v.id} of={v} people={list.people} isCurrent={v.id === current?.id} show={show} />)}
          </div>
        )
      })}
      <Menu.Divider />
      <Menu.Item onClick={() => ask({ kind: 'save' })}>{t('views.saveAs')}</Menu.Item>
      {current?.mine && <Menu.Item onClick={() => ask({ kind: 'change', of: current })}>{t('views.change')}</Menu.Item>}
      {current && <Menu.Item onClick={() => ask({ kind: 'copy', of: current })}>{t('views.duplicate')}</Menu.Item>}
      {current && current.id !== list.default && <Menu.Item onClick={() => start.mutate(current.id)}>{t('views.makeDefault')}</Menu.Item>}
      {list.default && <Menu.Item onClick={() => start.mutate('')}>{t('views.noDefault')}</Menu.Item>}
      {current?.mine && <Menu.Item color="red.9" onClick={() => ask({ kind: 'delete', of: current })}>{t('views.delete')}…</Menu.Item>}
    </>
  )
}

/** The saved views of a queue: to look through, to keep what is shown, to share. */
export function ViewMenu({ queue, view, show }: ViewMenuProps) {
  const { t } = useI18n()
  const { data: list } = useViews(queue)
  const [asked, ask] = useState<Ask>()
  if (!list) return null
  const current = list.views.find((v) => v.id === view.saved)
  const changed = current?.usable && !same(lookOf(current), view)
  const close = (): void => ask(undefined)
  const kept = (of: View): void => {
    close()
    show(lookOf(of))
  }
  return (
    <>
      <Menu withinPortal position="bottom-start" transitionProps={{ duration: 0 }}>
        <Menu.Target>
          <Button variant="default" leftSection={<Glyph name="eye" />} rightSection={<Glyph name="down" />}>
            <bdi>{current?.name ?? t('views.standard')}</bdi>{changed ? ` · ${t('views.changed')}` : ''}
          </Button>
        </Menu.Target>
        <Menu.Dropdown className={css.viewMenu}><Items queue={queue} list={list} view={view} show={show} ask={ask} /></Menu.Dropdown>
      </Menu>
      {asked?.kind === 'delete' && <DeleteDialog queue={queue} of={asked.of} onClose={close} />}
      {asked && asked.kind !== 'delete' && <ViewDialog queue={queue} list={list} view={view} of={asked.kind === 'save' ? undefined : asked.of} isCopy={asked.kind === 'copy'} onKept={kept} onClose={close} />}
    </>
  )
}
