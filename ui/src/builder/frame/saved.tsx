import { FaultNotice } from '../../desk/parts/FaultNotice'
import { Notice } from '../../desk/parts/Notice'
import { useI18n } from '../../i18n/I18n'
import type { Draft } from '../document/draft'

/** The server does not have what is on the screen. */
export class UnsavedDraft extends Error {}

/** Saves what is unsaved; throws UnsavedDraft where that is not possible now. */
export async function saved<D extends object>(draft: Draft<D>): Promise<void> {
  await draft.flush()
  if (draft.get().save !== 'saved') throw new UnsavedDraft()
}

/** What went wrong with something that needs the draft to be saved. */
export function DraftFault({ error, retry }: { error: unknown; retry?: () => void }) {
  const { t } = useI18n()
  if (!(error instanceof UnsavedDraft)) return <FaultNotice error={error} retry={retry} />
  return <Notice tone="danger" role="alert" title={t('tryout.unsaved')}><p>{t('tryout.unsavedText')}</p></Notice>
}
