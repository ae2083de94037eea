import { Button, Textarea } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api, ask } from '../../../api/client'
import { FaultNotice } from '../../../desk/parts/FaultNotice'
import { Notice } from '../../../desk/parts/Notice'
import { useI18n } from '../../../i18n/I18n'
import { useAnnounce } from '../../frame/Announcer'
import { replace } from '../commands'
import { useEditor, useForm } from '../editor'
import { parseForm } from './parse'
import css from './tabs.module.css'

/** Saves the JSON Schema that the form is compiled to as a file. */
function useSchema(key: string) {
  const { draft } = useEditor()
  return useMutation({
    mutationFn: async () => {
      await draft.flush()
      const schema = await ask(api.GET('/definitions/{kind}/{key}/schema', { params: { path: { kind: 'form', key } } }))
      const link = document.createElement('a')
      link.href = URL.createObjectURL(new Blob([JSON.stringify(schema, null, 2)], { type: 'application/schema+json' }))
      link.download = `${key}.schema.json`
      link.click()
      setTimeout(() => URL.revokeObjectURL(link.href))
    },
  })
}

/** The definition as it is kept, to read, copy and write. What was written is applied as one step. */
export function JsonTab() {
  const { t } = useI18n()
  const { draft } = useEditor()
  const announce = useAnnounce()
  const form = useForm()
  const kept = JSON.stringify(form, null, 2)
  const [text, setText] = useState<string>()
  const schema = useSchema(form.key)
  const parsed = text === undefined || text === kept ? undefined : parseForm(text, form.key)
  const apply = (): void => {
    if (!parsed || !('form' in parsed)) return
    draft.run(replace(parsed.form))
    setText(undefined)
    announce(t('builder.json.applied'))
  }
  const fault = parsed && 'fault' in parsed ? parsed : undefined
  const message = fault && (fault.fault === 'syntax' ? t('builder.json.syntax', { line: fault.line, column: fault.column }) : t(`builder.json.${fault.fault}`))
  return (
    <div className={css.tab}>
      <div className={css.bar}>
        <Button disabled={!parsed || fault !== undefined} onClick={apply}>{t('builder.apply')}</Button>
        {parsed && <Button variant="default" onClick={() => setText(undefined)}>{t('desk.cancel')}</Button>}
        <Button variant="default" loading={schema.isPending} onClick={() => schema.mutate()}>{t('refactor.schema.save')}</Button>
        {schema.error && <FaultNotice error={schema.error} />}
        {message && <Notice tone="danger" role="status" title={message} />}
      </div>
      <Textarea aria-label={t('builder.tab.json')} classNames={{ root: css.jsonRoot, wrapper: css.jsonRoot, input: css.json }} dir="ltr" spellCheck={false} value={text ?? kept} error={fault !== undefined} onChange={(e) => setText(e.currentTarget.value)} />
    </div>
  )
}
