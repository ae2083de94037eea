import { Dialog } from '../../../desk/parts/Dialog'
import { useI18n } from '../../../i18n/I18n'
import { useEditor, useForm } from '../editor'
import { lockOf } from '../section'
import { find } from '../tree'
import { OpenLink } from './LinkProps'

/** Says why something is not changed here, and how it can be. */
export function LockedDialog({ id }: { id: string }) {
  const { t } = useI18n()
  const form = useForm()
  const { actions } = useEditor()
  const node = find(form, id)?.node
  const link = lockOf(form, id)
  const close = (): void => actions.ask(undefined)
  if (!node || !link) return null
  const unlink = (): void => {
    close()
    actions.free(link.id)
  }
  return (
    <Dialog title={t('section.lockedTitle', { name: actions.nameOf(node) })} action={t('section.unlink')} busy={false} onSubmit={unlink} onClose={close}>
      <p>{t('section.lockedText')}</p>
      <p>{t('section.unlinkText', { name: actions.nameOf(link) })}</p>
      <div><OpenLink section={link.section} /></div>
    </Dialog>
  )
}
