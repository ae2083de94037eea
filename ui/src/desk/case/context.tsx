import { createContext, useContext, useState } from 'react'
import type { Form } from '../../fields/types'
import type { Case } from '../query/cases'
import type { Done } from './Outcome'
import type { Packet } from './packet'

/** The case that is open, and what is looked at beside its data. */
export interface OpenCase {
  id: string
  file: Case
  form: Form
  tab: string
  setTab: (tab: string) => void
  /** The document in the viewer. */
  shown: string | undefined
  show: (document: string) => void
  /** What is being asked of the applicant, while it is put together. */
  packet: Packet
  /** The note that is being typed; it outlives a look at another tab. */
  note: string
  setNote: (note: string) => void
  /** What was done moved the case to where its reader may not follow. */
  leave: (done: Done) => void
  /** Reads the case anew; resolves with what is there now. */
  reload: () => Promise<Case | undefined>
}

const Context = createContext<OpenCase | undefined>(undefined)

export const OpenCaseProvider = Context.Provider

export function useOpenCase(): OpenCase {
  const open = useContext(Context)
  if (!open) throw new Error('useOpenCase outside of OpenCaseProvider')
  return open
}

/** The revision that a decision is made on: the one seen when it began, until its maker looks at what others did since. */
export function useSeen(): { revision: number; catchUp: () => void } {
  const { file, reload } = useOpenCase()
  const [revision, setRevision] = useState(file.revision)
  return { revision, catchUp: () => void reload().then((next) => next && setRevision(next.revision)) }
}
