import { useMemo } from 'react'
import { Dialog } from '../../../desk/parts/Dialog'
import { Notice } from '../../../desk/parts/Notice'
import { Waiting } from '../../../desk/parts/Waiting'
import type { Field, Form } from '../../../fields/types'
import { useI18n } from '../../../i18n/I18n'
import { ChangeList } from '../../compare/ChangeList'
import { useAnnounce } from '../../frame/Announcer'
import { useEditor, useForm } from '../editor'
import { update } from '../linking'
import { isLink, type Link } from '../section'
import { find } from '../tree'
import { useUpdateWord } from './LinkLine'
import { useStanding } from './server'

/** Brings a link to the newest version of its section, after what that changes was seen. */
export function UpdateDialog({ id }: { id: string }) {
  const node = find(useForm(), id)?.node
  return node && isLink(node) ? <Asking field={node} /> : null
}

const alone = (form: Form, fields: readonly Field[]): object => ({ locales: form.locales, fields })

function Asking({ field }: { field: Link['field'] }) {
  const { t } = useI18n()
  const { draft, actions } = useEditor()
  const announce = useAnnounce()
  const form = useForm()
  const { standing, error } = useStanding(field)
  const word = useUpdateWord(standing)
  const section = standing?.section
  const after = useMemo(() => section && update(form, field.id, section).run(form).after, [form, field.id, section])
  const fields = after && (find(after, field.id)?.node as Field | undefined)?.fields
  const close = (): void => actions.ask(undefined)
  const submit = (): void => {
    if (!section || !standing) return
    draft.run(update(draft.get().history.present, field.id, section))
    announce(t('section.said.updated', { name: actions.nameOf(field), number: String(standing.newest) }))
    close()
  }
  return (
    <Dialog wide title={t('section.updateTitle', { name: actions.nameOf(field) })} action={word} busy={false} error={error} onSubmit={submit} onClose={close}>
      {!standing && !error && <Waiting />}
      {standing && word === undefined && <p>{t('section.newest')}</p>}
      {standing?.version === 0 && <Notice tone="warn" title={t('section.differsTitle')}><p>{t('section.takeText')}</p></Notice>}
      {word && fields && <ChangeList before={alone(form, field.fields ?? [])} after={alone(form, fields)} number={standing?.version || standing?.newest || 0} />}
      {word && <p>{t('section.updateText')}</p>}
    </Dialog>
  )
}
