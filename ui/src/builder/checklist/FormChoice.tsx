import { useI18n } from '../../i18n/I18n'
import { DefinitionField } from '../pipeline/DefinitionField'
import type { FormOf } from './useAnswers'

/** Which form the answers are of that items cover and conditions read. It is no part of the checklist: each window remembers it. */
export function FormChoice({ form }: { form: FormOf }) {
  const { t } = useI18n()
  return <DefinitionField kind="form" label={t('panel.answers.of')} description={t('panel.answers.hint')} value={form.key} none={form.isKnown ? undefined : t('flow.none')} onChange={form.choose} />
}
