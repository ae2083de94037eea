import { Textarea } from '@mantine/core'
import { memo, useEffect, useState } from 'react'
import type { Field, Option } from '../../../fields/types'
import { useI18n } from '../../../i18n/I18n'
import type { Json } from '../../document/json'
import { useContent } from '../../frame/content'
import { linesOf, optionsFrom } from '../commands'
import { useEditor } from '../editor'
import { find, isPage } from '../tree'
import { useSet } from './basic'
import { Prop } from './Prop'

const none: Option[] = []

/** The choices of a field, one a line. They are taken over as they are typed; values stay with their lines. */
export const OptionsProp = memo(function OptionsProp({ id, options = none }: { id: string; options: Field['options'] }) {
  const { t } = useI18n()
  const { locale } = useContent()
  const { draft } = useEditor()
  const put = useSet(id)
  const kept = linesOf(options, locale)
  const [text, setText] = useState(kept)
  const [isTyping, setTyping] = useState(false)
  useEffect(() => {
    if (!isTyping) setText(kept)
  }, [kept, isTyping])
  const change = (next: string): void => {
    setText(next)
    const now = find(draft.get().history.present, id)?.node
    const before = now && !isPage(now) ? (now.options ?? []) : []
    put(['options'], optionsFrom(next, locale, before) as unknown as Json)
  }
  const label = t('builder.property.options')
  return (
    <Prop label={label}>
      <Textarea
        label={label} description={t('builder.about.options')} lang={locale} autosize minRows={4} maxRows={14} value={text} placeholder={t('builder.options.example')}
        onFocus={() => setTyping(true)} onBlur={() => setTyping(false)} onChange={(e) => change(e.currentTarget.value)}
      />
    </Prop>
  )
})
