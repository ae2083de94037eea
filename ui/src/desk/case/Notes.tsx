import { NativeSelect } from '@mantine/core'
import { type FormEvent, useRef, useState } from 'react'
import { useI18n } from '../../i18n/I18n'
import { FaultNotice } from '../parts/FaultNotice'
import { ListSkeleton, Stack } from '../parts/Table'
import { useSay } from '../parts/toast'
import { When } from '../parts/When'
import { WhyButton } from '../parts/Why'
import { useAddNote, useEvents } from '../query/cases'
import type { Colleague } from '../query/mentions'
import css from './case.module.css'
import { useOpenCase } from './context'
import { useMay } from './may'
import { spokenTo } from './mention'
import { NoteText } from './NoteText'

const said = 'note.added'
const general = 'general'

function NoteForm() {
  const { t, find } = useI18n()
  const { id, file, note, setNote } = useOpenCase()
  const say = useSay()
  const add = useAddNote(id)
  const groups = file.may.filter((m) => m.startsWith('note/')).map((m) => m.slice('note/'.length))
  const [group = groups.find((g) => g === general) ?? groups[0], setGroup] = useState<string>()
  const form = useRef<HTMLFormElement>(null)
  const [chosen, setChosen] = useState<Colleague[]>([])
  const why = useMay()(`note/${group ?? general}`)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (!note.trim() || add.isPending) return
    const mentions = spokenTo(note, chosen)
    add.mutate({ note: note.trim(), ...(group && { group }), ...(mentions.length > 0 && { mentions }) }, {
      onSuccess: () => {
        setNote('')
        setChosen([])
        form.current?.querySelector('textarea')?.focus() // the button was closed while it worked, and has lost the focus
        say(t('desk.notes.added'))
      },
    })
  }
  if (why) return <div><WhyButton variant="default" why={why}>{t('desk.notes.new')}</WhyButton></div>
  return (
    <form ref={form} onSubmit={submit} noValidate className={css.noteForm}>
      <NoteText group={group ?? general} onChosen={(c) => setChosen([...chosen, c])} />
      <div className={css.noteFoot}>
        <NativeSelect label={t('desk.notes.group')} value={group} onChange={(e) => setGroup(e.currentTarget.value)}>
          {groups.map((g) => <option key={g} value={g}>{g === general ? t('desk.notes.everyone') : (find(`desk.group.${g}`) ?? g)}</option>)}
        </NativeSelect>
        <WhyButton type="submit" busy={add.isPending}>{t('desk.notes.add')}</WhyButton>
      </div>
      <FaultNotice error={add.error} />
    </form>
  )
}

/** What staff say to each other; the applicant never reads it. */
export function Notes() {
  const { t } = useI18n()
  const { id, file } = useOpenCase()
  const { data, error, refetch } = useEvents(id)
  const notes = data?.filter((e) => e.name === said).sort((a, b) => b.seq - a.seq)
  return (
    <Stack>
      <NoteForm />
      {file.note && <figure className={css.preview}><figcaption>{t('desk.notes.decision')}</figcaption><blockquote><bdi>{file.note}</bdi></blockquote></figure>}
      {!data && error && <FaultNotice error={error} retry={() => void refetch()} />}
      {!data && !error && <ListSkeleton rows={3} />}
      {notes?.length === 0 && <p className={css.quiet}>{t('desk.notes.empty')}</p>}
      <ul className={css.items}>
        {notes?.map((e) => (
          <li key={e.id} className={css.item}>
            <p className={css.noteText}><bdi>{typeof e.data?.['note'] === 'string' ? e.data['note'] : e.text}</bdi></p>
            <p className={css.itemFoot}><bdi>{e.actor.name}</bdi><When at={e.at} /></p>
          </li>
        ))}
      </ul>
    </Stack>
  )
}
