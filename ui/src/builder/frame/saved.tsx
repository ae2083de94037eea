import { FaultError } from '../../api/client'
import { tell } from '../../desk/parts/fault'
import { FaultNotice } from '../../desk/parts/FaultNotice'
import { Notice } from '../../desk/parts/Notice'
import type { Violation } from '../../fields/types'
import { useI18n } from '../../i18n/I18n'
import type { Draft } from '../document/draft'
import { FindingLines } from './Problems'

/** The server does not have what is on the screen. */
export class UnsavedDraft extends Error {}

/** Saves what is unsaved; throws UnsavedDraft where that is not possible now. */
export async function saved<D extends object>(draft: Draft<D>): Promise<void> {
  await draft.flush()
  if (draft.get().save !== 'saved') throw new UnsavedDraft()
}

interface DraftFaultProps {
  error: unknown
  retry?: () => void
  /** Goes to where culprits are shown, before one of them is. */
  onOpen?: () => void
}

/** What went wrong with something that is done with a draft: its findings lead to their culprits. */
export function DraftFault({ error, retry, onOpen }: DraftFaultProps) {
  const i18n = useI18n()
  if (error instanceof UnsavedDraft) return <Notice tone="danger" role="alert" title={i18n.t('tryout.unsaved')}><p>{i18n.t('tryout.unsavedText')}</p></Notice>
  const told = error instanceof FaultError ? tell(error, i18n) : undefined
  if (!told || told.violations.length === 0) return <FaultNotice error={error} retry={retry} />
  return (
    <Notice tone="danger" role="alert" title={told.message}>
      <FindingLines findings={told.violations as readonly Violation[]} onOpen={onOpen} />
    </Notice>
  )
}
