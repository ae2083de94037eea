import { useI18n } from '../../i18n/I18n'
import { RefactorDialog } from '../refactor/RefactorDialog'
import { useDraft } from '../frame/draftContext'
import * as commands from './commands'
import { useBench } from './bench'
import { renaming } from './rekey'
import { type Pipeline, placeOf } from './types'

/** Shows what names a member, and gives it another key everywhere. */
export function Refactoring({ id, to, onClose }: { id: string; to: string; onClose: () => void }) {
  const { t } = useI18n()
  const { p } = useBench()
  const draft = useDraft<Pipeline>()
  const made = (step: string): void => {
    const command = commands.rename(draft.get().history.present, id, to)
    if (command) draft.run({ ...command, name: { ...command.name, params: { ...command.name.params, change: step } } })
  }
  return (
    <RefactorDialog
      address={{ kind: 'pipeline', key: p.key }} title={t('refactor.rename.title', { from: placeOf(id)?.key ?? '', to })} action={t('refactor.rename.action')}
      change={renaming(id, to)} onMade={(_, step) => made(step)} onClose={onClose}
    />
  )
}
