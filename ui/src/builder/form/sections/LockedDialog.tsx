import { Button } from '@mantine/core'
import { Dialog } from '../../../desk/parts/Dialog'
import { useI18n } from '../../../i18n/I18n'
import { useEditor, useForm } from '../editor'
import { lockOf } from '../section'
import { find } from '../tree'
import { openSection } from './LinkLine'

/** Says why something is not changed here, and how it can be. */
export function LockedDialog({ id }: { id: string }) {
  const { t } = useI18n()
  const form = useForm()
  const { actions } = useEditor()
  const node = find(form, id)?.node
  const link = lockOf(form, id)
  const close = (): void => actions.ask(undefined)
  if (!node || !link) return null
  const open = (): void => {
    close()
    openSection(link.section)
  }
  const unlink = (): void => {
    close()
    actions.free(link.id)
  }
  return (
    <Dialog title={t('section.lockedTitle', { name: actions.nameOf(node) })} action={t('section.open')} busy={false} onSubmit={open} onClose={close}>
      <p>{t('section.lockedText')}</p>
      <p>{t('section.unlinkText', { name: actions.nameOf(link) })}</p>
      <div><Button variant="default" onClick={unlink}>{t('section.unlink')}</Button></div>
    </Dialog>
  )
}
