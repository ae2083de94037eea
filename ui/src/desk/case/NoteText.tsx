import { Textarea } from '@mantine/core'
import { type KeyboardEvent, useId, useLayoutEffect, useRef, useState } from 'react'
import { useI18n } from '../../i18n/I18n'
import { type Colleague, useMentionable } from '../query/mentions'
import css from './case.module.css'
import { useOpenCase } from './context'
import { begunAt, completed, fitting } from './mention'

interface NoteTextProps {
  group: string
  onChosen: (colleague: Colleague) => void
}

function usePicker({ group, onChosen }: NoteTextProps) {
  const { id, note, setNote } = useOpenCase()
  const box = useRef<HTMLTextAreaElement>(null)
  const [caret, setCaret] = useState<number>()
  const [at, setAt] = useState(0)
  const [goTo, setGoTo] = useState<number>()
  const begun = caret === undefined ? undefined : begunAt(note, caret)
  const { data } = useMentionable(id, group, begun !== undefined)
  const found = begun && data ? fitting(data, begun.word) : []
  useLayoutEffect(() => {
    if (goTo === undefined) return
    box.current?.setSelectionRange(goTo, goTo)
    setGoTo(undefined)
  }, [goTo])
  const choose = (c: Colleague): void => {
    if (!begun) return
    const next = completed(note, begun, c.name)
    setNote(next.text)
    onChosen(c)
    setCaret(undefined)
    setGoTo(next.caret)
    box.current?.focus()
  }
  const type = (text: string, place: number): void => {
    setNote(text)
    setCaret(place)
    setAt(0)
  }
  const chosen = found[Math.min(at, found.length - 1)]
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!chosen || event.nativeEvent.isComposing) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) setAt((found.indexOf(chosen) + step + found.length) % found.length)
    else if (event.key === 'Enter' || event.key === 'Tab') choose(chosen)
    else if (event.key === 'Escape') setCaret(undefined)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return { box, note, found, chosen, choose, type, onKeyDown, close: () => setCaret(undefined) }
}

/** What a note says. An @ offers the colleagues who may read it. */
export function NoteText(props: NoteTextProps) {
  const { t } = useI18n()
  const list = useId()
  const { box, note, found, chosen, choose, type, onKeyDown, close } = usePicker(props)
  const isOpen = found.length > 0
  return (
    <div className={css.mentions}>
      <Textarea
        ref={box}
        label={t('desk.notes.new')}
        description={`${t('desk.notes.hint')} ${t('casepage.mentionHint')}`}
        autosize
        minRows={3}
        maxLength={4000}
        value={note}
        aria-autocomplete="list"
        aria-haspopup="listbox"
        aria-controls={isOpen ? list : undefined}
        aria-activedescendant={chosen && `${list}-${chosen.id}`}
        onChange={(e) => type(e.currentTarget.value, e.currentTarget.selectionStart)}
        onKeyDown={onKeyDown}
        onBlur={close}
      />
      {isOpen && (
        <ul id={list} role="listbox" aria-label={t('casepage.mention')} className={css.mentionList}>
          {found.map((c) => (
            <li key={c.id} id={`${list}-${c.id}`} role="option" aria-selected={c === chosen} onMouseDown={(e) => e.preventDefault()} onClick={() => choose(c)}><bdi>{c.name}</bdi></li>
          ))}
        </ul>
      )}
      <p className={css.unseen} role="status">{isOpen ? t('casepage.mentionFound', { n: found.length }) : ''}</p>
    </div>
  )
}
