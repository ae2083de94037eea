import { Modal, TextInput } from '@mantine/core'
import { type KeyboardEvent, useId, useState } from 'react'
import { useI18n } from '../../../i18n/I18n'
import { useEditor } from '../editor'
import type { Slot } from '../tree'
import css from './outline.module.css'
import { useTypes } from './Palette'

/** The list of types to type in: arrows choose, Enter adds. */
export function InsertDialog({ slot }: { slot: Slot }) {
  const { t } = useI18n()
  const { actions } = useEditor()
  const [search, setSearch] = useState('')
  const [at, setAt] = useState(0)
  const list = useId()
  const all = useTypes(search).flatMap((category) => category.types)
  const close = (): void => actions.ask(undefined)
  const pick = (type: string): void => {
    close()
    actions.add(type, slot, true)
  }
  const press = (event: KeyboardEvent): void => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (by) setAt((at + by + all.length) % Math.max(1, all.length))
    else if (event.key === 'Enter' && all[at]) pick(all[at].type)
    else return
    event.preventDefault()
  }
  return (
    <Modal opened onClose={close} title={t('builder.insert.title')} returnFocus={false} closeButtonProps={{ 'aria-label': t('desk.close') }}>
      <TextInput
        data-autofocus role="combobox" aria-expanded="true" aria-controls={list} aria-autocomplete="list" aria-activedescendant={all[at] && `${list}-${all[at].type}`}
        aria-label={t('builder.palette.search')} placeholder={t('builder.palette.search')} value={search} onKeyDown={press}
        onChange={(e) => { setSearch(e.currentTarget.value); setAt(0) }}
      />
      <div role="listbox" id={list} aria-label={t('builder.insert.title')} className={css.options} tabIndex={-1}>
        {all.map(({ type, mark, name }, i) => (
          <div key={type} id={`${list}-${type}`} role="option" aria-selected={i === at} className={css.option} ref={(it) => { if (i === at) it?.scrollIntoView({ block: 'nearest' }) }} onClick={() => pick(type)}>
            <span className={css.mark} aria-hidden="true">{mark}</span>{name}
          </div>
        ))}
      </div>
      {all.length === 0 && <p className={css.help}>{t('builder.outline.none')}</p>}
    </Modal>
  )
}
