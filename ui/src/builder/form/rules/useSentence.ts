import { useCallback } from 'react'
import type { Form, Rule } from '../../../fields/types'
import { useI18n } from '../../../i18n/I18n'
import { useContent } from '../../frame/content'
import { useDraft } from '../../frame/draftContext'
import { useAround } from '../../pipeline/around'
import { sentences } from './sentence'

/** Reads rules of the form as it is when it is asked. */
export function useSentence(): (rule: Rule) => string {
  const draft = useDraft<Form>()
  const i18n = useI18n()
  const { read } = useContent()
  const { names } = useAround()
  return useCallback((rule) => sentences({ form: draft.get().history.present, read, i18n, around: names })(rule), [draft, i18n, read, names])
}
