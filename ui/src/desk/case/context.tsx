import { createContext, useContext } from 'react'
import type { Form } from '../../fields/types'
import type { Case } from '../query/cases'
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
  /** Reads the case anew; resolves when it is there. */
  reload: () => void
}

const Context = createContext<OpenCase | undefined>(undefined)

export const OpenCaseProvider = Context.Provider

export function useOpenCase(): OpenCase {
  const open = useContext(Context)
  if (!open) throw new Error('useOpenCase outside of OpenCaseProvider')
  return open
}
