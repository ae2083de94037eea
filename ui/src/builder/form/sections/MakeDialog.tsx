import { TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef, useState, useSyncExternalStore } from 'react'
import { api, ask } from '../../../api/client'
import { Dialog } from '../../../desk/parts/Dialog'
import { Notice } from '../../../desk/parts/Notice'
import { useIdempotency } from '../../../desk/query/idempotency'
import { keys } from '../../../desk/query/keys'
import { may } from '../../../desk/query/session'
import { useMe } from '../../../desk/session/RequireSession'
import type { Form } from '../../../fields/types'
import { useI18n } from '../../../i18n/I18n'
import { useAnnounce } from '../../frame/Announcer'
import { DraftFault } from '../../frame/saved'
import { slotAfter } from '../actions/adding'
import { useEditor } from '../editor'
import { type Chosen, chosen, isAsChosen, link, reaches, replaceByLink, sectionFrom } from '../linking'
import { type Known, outsideOf } from '../outside'
import { join } from '../section'
import { find, keyFrom, pathOf, walk } from '../tree'
import css from './sections.module.css'

const goodKey = /^[a-z][a-z0-9_-]{0,63}$/

/** Makes a section of the selection, which becomes a link to it. */
export function MakeDialog() {
  const { t } = useI18n()
  const { draft, actions, outside } = useEditor()
  const [{ form, what }] = useState(() => {
    const { present, selection } = draft.get().history
    return { form: present, what: chosen(present, selection) }
  })
  const known = useSyncExternalStore(outside.subscribe, outside.get)
  const canPublish = may(useMe(), 'definition', 'publish')
  const close = (): void => actions.ask(undefined)
  const refusal = !canPublish ? 'publish' : typeof what === 'string' ? what : undefined
  if (refusal || typeof what === 'string') {
    return <Dialog title={t('section.makeTitle')} busy={false} onSubmit={close} onClose={close}><p>{t(`section.cannot.${refusal ?? 'none'}`)}</p></Dialog>
  }
  return <Asking form={form} what={what} outside={known} />
}

interface AskingProps {
  form: Form
  what: Chosen
  outside: Known
}

/** Why what is chosen cannot be a section: what it reads, and who reads it under a name that it would lose. */
function Reasons({ form, what, outside }: AskingProps) {
  const { t, text } = useI18n()
  const { actions } = useEditor()
  const read = reaches(form, what)
  const named = namedOutside(what, outside)
  const nameOf = (id: string): string => {
    const node = find(form, id)?.node
    return node ? actions.nameOf(node) : ''
  }
  const nameAt = (path: string): string => {
    let found = path
    walk(form, (spot) => {
      if (pathOf(spot) === path) found = actions.nameOf(spot.node)
    })
    return found
  }
  return (
    <>
      {read.length > 0 && (
        <Notice tone="danger" role="alert" title={t('section.cannot.reads')}>
          <ul className={css.reaches}>{read.map(({ node, path }) => <li key={`${node} ${path}`}>{t('section.cannot.read', { name: nameOf(node), answer: nameAt(path) })}</li>)}</ul>
        </Notice>
      )}
      {named.length > 0 && (
        <Notice tone="danger" role="alert" title={t('section.cannot.named')}>
          <ul className={css.reaches}>{named.map(({ one, path }, i) => <li key={i}>{t(`desk.kind.${one.kind}`)}: {text(one.title) || one.key} <code dir="ltr">{path}</code></li>)}</ul>
        </Notice>
      )}
    </>
  )
}

/** What other definitions name of it, where the names change: a group keeps them, fields come into one. */
function namedOutside({ group, fields, place }: Chosen, outside: Known) {
  return group ? [] : fields.flatMap((field) => outsideOf(outside, join(place, field.key)))
}

function useMake(what: Chosen) {
  const { draft } = useEditor()
  const client = useQueryClient()
  const { keyFor } = useIdempotency()
  const kept = useRef({ key: '', revision: 0 })
  return useMutation({
    mutationFn: async (section: Form) => {
      const path = { kind: 'form' as const, key: section.key }
      // What was refused when it was to be published is a draft already.
      const revision = kept.current.key === section.key ? kept.current.revision : 0
      const saved = await ask(api.PUT('/definitions/{kind}/{key}', { params: { path }, body: { body: section as unknown as Record<string, unknown>, revision } }))
      kept.current = { key: section.key, revision: saved.revision ?? revision + 1 }
      const body = { revision: kept.current.revision }
      await ask(api.POST('/definitions/{kind}/{key}/publish', { params: { path, header: { 'Idempotency-Key': keyFor({ path, body }) } }, body }))
      const { present } = draft.get().history
      const isLinked = isAsChosen(present, what)
      if (isLinked) draft.run(replaceByLink(present, what, section))
      return { section, isLinked }
    },
    onSuccess: () => client.invalidateQueries({ queryKey: keys.definitions }),
  })
}

function Asking({ form, what, outside }: AskingProps) {
  const { t } = useI18n()
  const { actions, content } = useEditor()
  const announce = useAnnounce()
  const make = useMake(what)
  const [title, setTitle] = useState(what.group ? actions.nameOf(what.group) : '')
  const [own, setOwn] = useState<string>()
  const [wasSent, setSent] = useState(false)
  const { data } = useQuery({ queryKey: keys.definitions, queryFn: () => ask(api.GET('/definitions')).then((r) => r.definitions) })
  const key = own ?? keyFrom(title).replaceAll('_', '-')
  const isTaken = make.status !== 'error' && (data?.some((d) => d.kind === 'form' && d.key === key) ?? false)
  const isUnknown = !what.group && outside === undefined
  const isRefused = isUnknown || reaches(form, what).length > 0 || namedOutside(what, outside).length > 0
  const faults = { title: title.trim() === '' && t('builder.new.titleMissing'), key: isTaken ? t('builder.key.taken') : !goodKey.test(key) && t('builder.new.keyBad') }
  const submit = (): void => {
    setSent(true)
    if (faults.title || faults.key) return
    make.mutate(sectionFrom(form, what, { key, title: title.trim(), locale: content.locale }), {
      onSuccess: ({ isLinked }) => {
        if (!isLinked) return
        announce(t('section.said.made', { name: title.trim() }))
        actions.ask(undefined)
      },
    })
  }
  if (make.data && !make.data.isLinked) return <Beside section={make.data.section} name={title.trim()} />
  return (
    <Dialog title={t('section.makeTitle')} action={isRefused ? undefined : t('section.makeAction')} busy={make.isPending} onSubmit={submit} onClose={() => actions.ask(undefined)}>
      {isUnknown && <Notice tone="warn" role="status" title={t('section.cannot.unknown')} />}
      <Reasons form={form} what={what} outside={outside} />
      {!isRefused && (
        <>
          <p>{t(what.group ? 'section.makeGroupText' : 'section.makeText')}</p>
          <TextInput data-autofocus label={t('section.title')} value={title} error={wasSent && faults.title} onChange={(e) => setTitle(e.currentTarget.value)} />
          <TextInput label={t('builder.property.key')} description={t('builder.new.keyText')} dir="ltr" value={key} error={(wasSent || isTaken) && faults.key} onChange={(e) => setOwn(e.currentTarget.value)} />
          <DraftFault error={make.error} />
        </>
      )}
    </Dialog>
  )
}

/** The section is published, but what it was made of was changed by others meanwhile: that stays, and a link can be put beside it. */
function Beside({ section, name }: { section: Form; name: string }) {
  const { t } = useI18n()
  const { draft, actions } = useEditor()
  const announce = useAnnounce()
  const submit = (): void => {
    const { present, selection } = draft.get().history
    draft.run(link(present, section, slotAfter(present, selection)))
    announce(t('section.said.made', { name }))
    actions.ask(undefined)
  }
  return (
    <Dialog title={t('section.makeTitle')} action={t('section.besideAction')} busy={false} onSubmit={submit} onClose={() => actions.ask(undefined)}>
      <Notice tone="warn" role="alert" title={t('section.besideTitle', { name })}><p>{t('section.besideText')}</p></Notice>
    </Dialog>
  )
}
