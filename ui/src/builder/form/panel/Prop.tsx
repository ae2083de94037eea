import { createContext, type ReactNode, useContext, useId } from 'react'
import css from './panel.module.css'
import { folded } from '../../../desk/shell/search'

const Search = createContext('')

export const SearchProvider = Search.Provider

/** Whether a property is looked for. */
export function useIsShown(label: string): boolean {
  return folded(label).includes(folded(useContext(Search).trim()))
}

/** One property; it hides while others are looked for. */
export function Prop({ label, children }: { label: string; children: ReactNode }) {
  return useIsShown(label) ? <div className={css.prop} data-prop="">{children}</div> : null
}

/** Properties that belong together. A group without any in sight is not there. */
export function Group({ title, children }: { title: string; children: ReactNode }) {
  const id = useId()
  return (
    <section className={css.group} aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      {children}
    </section>
  )
}
