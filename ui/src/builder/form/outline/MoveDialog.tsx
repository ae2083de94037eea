import { NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { Dialog } from '../../../desk/parts/Dialog'
import { Notice } from '../../../desk/parts/Notice'
import type { Form } from '../../../fields/types'
import { useI18n } from '../../../i18n/I18n'
import { fits } from '../commands'
import { useEditor, useForm, useSelection } from '../editor'
import { find, isPage, listOf, outermost, walk } from '../tree'

interface Home {
  id: string
  level: number
  name: string
}

/** Everything that can hold what is moved. */
function homesOf(form: Form, moved: readonly string[], nameOf: (node: Parameters<typeof isPage>[0]) => string): Home[] {
  const homes: Home[] = []
  walk(form, ({ node, above }) => {
    if (fits(form, moved, { parent: node.id, index: 0 })) homes.push({ id: node.id, level: above.length, name: nameOf(node) })
  })
  return homes
}

/** Moves the selection to any page or group, to any place there. */
export function MoveDialog() {
  const { t } = useI18n()
  const form = useForm()
  const { actions } = useEditor()
  const moved = outermost(form, useSelection())
  const first = find(form, moved[0] ?? '')
  const arePages = first !== undefined && isPage(first.node)
  const homes = arePages ? [] : homesOf(form, moved, actions.nameOf)
  const [parent, setParent] = useState(arePages ? '' : (first?.above.at(-1)?.id ?? homes[0]?.id ?? ''))
  const list = (listOf(form, parent) ?? []).filter((node) => !moved.includes(node.id))
  const [index, setIndex] = useState(list.length)
  const close = (): void => actions.ask(undefined)
  const submit = (): void => {
    const anchor = list[index]
    const all = listOf(form, parent) ?? []
    close()
    actions.moveTo({ parent, index: anchor ? all.indexOf(anchor) : all.length }, moved)
  }
  const isPossible = arePages ? form.pages.length > 1 : homes.length > 0
  return (
    <Dialog title={t('builder.moveTo')} action={isPossible ? t('builder.move') : undefined} busy={false} onSubmit={submit} onClose={close}>
      {!isPossible && <Notice tone="info" title={t('builder.said.cannot')} />}
      {homes.length > 0 && (
        <NativeSelect label={t('builder.move.into')} value={parent} onChange={(e) => { setParent(e.currentTarget.value); setIndex(Number.MAX_SAFE_INTEGER) }}>
          {homes.map((home) => <option key={home.id} value={home.id}>{`${'\u00a0\u00a0'.repeat(home.level)}${home.name}`}</option>)}
        </NativeSelect>
      )}
      {isPossible && (
        <NativeSelect label={t('builder.move.place')} value={String(Math.min(index, list.length))} onChange={(e) => setIndex(Number(e.currentTarget.value))}>
          {list.map((node, i) => <option key={node.id} value={i}>{t('builder.move.before', { name: actions.nameOf(node) })}</option>)}
          <option value={list.length}>{t('builder.move.end')}</option>
        </NativeSelect>
      )}
    </Dialog>
  )
}
