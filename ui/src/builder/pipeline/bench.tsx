import { createContext, useCallback, useContext, useMemo, useRef, useState } from 'react'
import type { Text } from '../../fields/types'
import { useI18n } from '../../i18n/I18n'
import { useAnnounce } from '../frame/Announcer'
import { useDraft, useDraftView } from '../frame/draftContext'
import { type FirstWord, firstWords } from '../frame/firstWords'
import { useDone } from '../frame/Travel'
import * as commands from './commands'
import { byOwner, type Finding } from './findings'
import { type Names, usePipelineNames } from './names'
import { changeOf, isNamed, type Wanted } from './rekey'
import { memberOf, type Pipeline } from './types'
import { useWords, type Words } from './words'

/** What the parts of the pipeline editor work on. */
export interface Bench {
  p: Pipeline
  /** What is selected; "" is the pipeline itself. */
  id: string
  names: Names
  words: Words
  findings: ReadonlyMap<string, readonly Finding[]>
  /** Carries out a command and says so; none was possible when it is undefined. */
  run: (command: commands.PipelineCommand | undefined) => void
  select: (id: string) => void
  /** Goes to the name of what is selected, when it is drawn. */
  rename: () => void
  /** Whether the panel should take the focus to the name; asked once. */
  takeRename: () => boolean
  /** Opens the question where a new transition leads. */
  connect: (stage: string) => void
  connecting: string | undefined
  closeConnect: () => void
  /** Gives a member another key; where others name it, they are shown first. Says whether the key can be taken. */
  rekey: (id: string, key: string) => boolean
  /** Takes a member away; where anything names it, that is shown first. */
  remove: (id: string) => void
  refactoring: Wanted | undefined
  closeRefactoring: () => void
  /** The first wording of something new, in the languages of the pipeline. */
  wording: (word: FirstWord) => Text
}

const Context = createContext<Bench | undefined>(undefined)

export const BenchProvider = Context.Provider

export function useBench(): Bench {
  const bench = useContext(Context)
  if (!bench) throw new Error('useBench outside of the pipeline editor')
  return bench
}

function useRenaming() {
  const wanted = useRef(false)
  const [, setTurn] = useState(0)
  const rename = useCallback(() => {
    wanted.current = true
    setTurn((turn) => turn + 1)
  }, [])
  const takeRename = useCallback(() => {
    const was = wanted.current
    wanted.current = false
    return was
  }, [])
  return { rename, takeRename }
}

const isAdding = /\.(?:addStage|insertStage|add\.\w+)$/

/** The bench of the draft that is open. */
export function useNewBench(): Bench {
  const { t } = useI18n()
  const announce = useAnnounce()
  const done = useDone()
  const draft = useDraft<Pipeline>()
  const { history, findings } = useDraftView<Pipeline>()
  const p = history.present
  const chosen = history.selection[0] ?? ''
  const id = memberOf(p, chosen) ? chosen : ''
  const names = usePipelineNames(p)
  const words = useWords(p, names)
  const { rename, takeRename } = useRenaming()
  const [connecting, setConnecting] = useState<string>()
  const [refactoring, setRefactoring] = useState<Wanted>()
  const select = useCallback((next: string) => draft.select(next ? [next] : []), [draft])
  const run = useCallback(
    (command: commands.PipelineCommand | undefined) => {
      if (!command) return announce(t('flow.refused'))
      draft.run(command)
      if (!command.place) announce(done(command.name))
      if (isAdding.test(command.name.key)) rename()
    },
    [draft, announce, t, done, rename],
  )
  const refactor = useCallback(
    (wanted: Wanted, command: () => commands.PipelineCommand | undefined): void => {
      const change = changeOf(wanted)
      if (!change) run(command())
      else void isNamed(draft, change).then((named) => (named ? setRefactoring(wanted) : run(command())))
    },
    [draft, run],
  )
  const rekey = useCallback(
    (member: string, to: string): boolean => {
      const command = (): commands.PipelineCommand | undefined => commands.rename(draft.get().history.present, member, to)
      if (!command()) return false
      refactor({ do: 'rename', id: member, to }, command)
      return true
    },
    [draft, refactor],
  )
  const remove = useCallback(
    (member: string): void => refactor({ do: 'delete', id: member }, () => commands.remove(draft.get().history.present, [member])),
    [draft, refactor],
  )
  const wording = useCallback<Bench['wording']>((word) => firstWords(p.locales, word), [p.locales])
  const owned = useMemo(() => byOwner(p, findings as Finding[]), [p, findings])
  return {
    p, id, names, words, findings: owned, run, select, rename, takeRename, wording,
    connecting, connect: setConnecting, closeConnect: () => setConnecting(undefined),
    rekey, remove, refactoring, closeRefactoring: () => setRefactoring(undefined),
  }
}
