import { useI18n } from '../../i18n/I18n'
import { type Command, useCommands } from '../../desk/shell/commands'
import { useShortcuts } from '../../desk/shell/shortcuts'
import { useDraft } from './draftContext'
import { useStepName, useTravel } from './Travel'

interface FrameCommandsProps {
  onProblems: () => void
  onHistory: () => void
  /** What this person may not do here, or this definition does not have, is left out. */
  onOpening: (() => void) | undefined
  onTry: (() => void) | undefined
  onPublish: (() => void) | undefined
}

/** What can be done in every editor, for the list of commands and the list of keys. */
export function FrameCommands({ onProblems, onHistory, onOpening, onTry, onPublish }: FrameCommandsProps) {
  const { t } = useI18n()
  const draft = useDraft()
  const name = useStepName()
  const { undo, redo } = useTravel()
  useShortcuts([
    { keys: 'Ctrl+Z', label: t('builder.undo') },
    { keys: 'Ctrl+Shift+Z', label: t('builder.redo') },
  ])
  useCommands(() => {
    const { past, future } = draft.get().history
    const group = t('palette.do')
    const all: (Command | false | undefined)[] = [
      past.length > 0 && { id: 'undo', title: `${t('builder.undo')}: ${name(past.at(-1)?.name)}`, group, keys: 'Ctrl+Z', run: undo },
      future.length > 0 && { id: 'redo', title: `${t('builder.redo')}: ${name(future.at(-1)?.name)}`, group, keys: 'Ctrl+Shift+Z', run: redo },
      { id: 'problems', title: t('builder.problems.title'), group, run: onProblems },
      { id: 'history', title: t('impact.history'), group, run: onHistory },
      onOpening && { id: 'opening', title: t('impact.opening'), group, run: onOpening },
      onTry && { id: 'tryout', title: t('tryout.open'), group, run: onTry },
      onPublish && { id: 'publish', title: t('desk.definitions.publish'), group, run: onPublish },
    ]
    return all.filter((c): c is Command => !!c)
  })
  return null
}
