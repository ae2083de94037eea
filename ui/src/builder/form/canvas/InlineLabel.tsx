import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { useI18n } from '../../../i18n/I18n'
import { useContent } from '../../frame/content'
import { useEditor } from '../editor'
import css from './canvas.module.css'

/** Writes a label where it stands. Enter keeps it, Escape takes it back. */
export function InlineLabel({ id, value }: { id: string; value: string }) {
  const { t } = useI18n()
  const { actions, setEditing } = useEditor()
  const { locale } = useContent()
  const [before] = useState(value)
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => input.current?.select(), [])
  const end = (): void => {
    actions.labelled(id)
    setEditing('')
  }
  const press = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key !== 'Enter' && event.key !== 'Escape') return
    event.preventDefault()
    if (event.key === 'Escape') actions.label(id, before)
    const card = event.currentTarget.closest<HTMLElement>('[data-node]')
    end()
    card?.focus()
  }
  return (
    <input
      ref={input} autoFocus className={css.inline} aria-label={t('builder.property.label')} dir="auto" lang={locale} value={value}
      onChange={(e) => actions.label(id, e.currentTarget.value)} onKeyDown={press} onBlur={end}
      onClick={(e) => e.stopPropagation()} onPointerDown={(e) => e.stopPropagation()} onDoubleClick={(e) => e.stopPropagation()}
    />
  )
}
