import { Button, TextInput } from '@mantine/core'
import { type KeyboardEvent, useState } from 'react'
import { useI18n } from '../../../i18n/I18n'
import { setAll } from '../commands'
import { useEditor, useForm, useNode, useSelection } from '../editor'
import { isPage } from '../tree'
import { FieldProps } from './FieldProps'
import { FormProps, PageProps } from './FormProps'
import css from './panel.module.css'
import { SearchProvider } from './Prop'

function Several() {
  const { t } = useI18n()
  const { actions, draft } = useEditor()
  const require = (value: true | undefined): void => draft.run(setAll(draft.get().history.present, draft.get().history.selection, 'required', value))
  return (
    <div className={css.several}>
      <Button variant="default" onClick={() => require(true)}>{t('builder.many.required')}</Button>
      <Button variant="default" onClick={() => require(undefined)}>{t('builder.many.optional')}</Button>
      <Button variant="default" onClick={() => actions.ask({ kind: 'move' })}>{t('builder.moveTo')}</Button>
      <Button variant="default" onClick={actions.duplicate}>{t('builder.duplicate')}</Button>
      <Button variant="default" color="red.9" onClick={actions.remove}>{t('builder.delete')}</Button>
    </div>
  )
}

function WholeProps() {
  return <FormProps form={useForm()} />
}

function Properties() {
  const selection = useSelection()
  const node = useNode(selection[0] ?? '')
  if (selection.length > 1) return <Several />
  if (!node) return <WholeProps />
  return isPage(node) ? <PageProps key={node.id} page={node} /> : <FieldProps field={node} />
}

function useTitle(): string {
  const { t, find: say } = useI18n()
  const selection = useSelection()
  const node = useNode(selection.length === 1 ? selection[0]! : '')
  if (selection.length > 1) return t('builder.several', { n: selection.length })
  if (!node) return t('builder.wholeForm')
  return isPage(node) ? t('builder.page.one') : (say(`builder.type.${node.type}`) ?? node.type)
}

/** The properties of what is selected. Escape goes back to it. */
export function Panel() {
  const { t } = useI18n()
  const [search, setSearch] = useState('')
  const { draft } = useEditor()
  const title = useTitle()
  const leave = (event: KeyboardEvent): void => {
    const isInside = event.target instanceof HTMLElement && event.currentTarget.contains(event.target)
    if (event.key !== 'Escape' || !isInside) return
    const id = draft.get().history.selection.at(-1)
    document.querySelector<HTMLElement>(`[data-item="${id}"], [data-node="${id}"]`)?.focus()
  }
  return (
    <aside className={css.panel} aria-label={t('builder.panel.title')} data-region="panel" data-part="panel" onKeyDown={leave}>
      <div className={css.panelHead}>
        <h2>{title}</h2>
        <TextInput type="search" aria-label={t('builder.panel.search')} placeholder={t('builder.panel.search')} value={search} onChange={(e) => setSearch(e.currentTarget.value)} />
      </div>
      <SearchProvider value={search}><Properties /></SearchProvider>
    </aside>
  )
}
