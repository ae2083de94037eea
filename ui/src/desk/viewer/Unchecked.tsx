import { MoreTexts, useI18n } from '../../i18n/I18n'
import { useOpenCase } from '../case/context'
import { Notice } from '../parts/Notice'
import { currentOf } from './neighbours'
import { loadDocumentTexts } from './texts'

function Told() {
  const { t } = useI18n()
  const documents = currentOf(useOpenCase().file.documents)
  const pending = documents.filter((d) => d.scan === 'pending').length
  const flagged = documents.filter((d) => d.scan === 'flagged').length
  return (
    <>
      {flagged > 0 && <Notice tone="danger">{t('documents.someFlagged', { n: flagged })}</Notice>}
      {pending > 0 && <Notice tone="warn">{t('documents.somePending', { n: pending })}</Notice>}
    </>
  )
}

/** Says before a decision that documents of the case were not checked, or must not be trusted. */
export function Unchecked() {
  const { file } = useOpenCase()
  const isNeeded = currentOf(file.documents).some((d) => d.scan === 'pending' || d.scan === 'flagged')
  return isNeeded ? <MoreTexts load={loadDocumentTexts} waiting={null}><Told /></MoreTexts> : null
}
