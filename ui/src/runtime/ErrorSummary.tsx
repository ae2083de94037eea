import { type MouseEvent, useEffect, useRef } from 'react'
import { Banner } from '../design/Banner'
import { domId } from '../fields/input'
import { useI18n } from '../i18n/I18n'

/** One thing to mend: where, and what to say. */
export interface Problem {
  path: string
  message: string
  /** The row of a list that it is in. */
  row?: string
  /** Where the field is, when it is on another page. */
  href?: string
}

/** The control of a path, else of what holds it; fieldsets take the focus where there is no control. */
function elementOf(path: string): HTMLElement | null {
  for (let at = path; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
    const id = domId(at)
    const element = document.getElementById(id) ?? document.getElementById(`${id}-group`)
    if (element) return element
  }
  return null
}

/** Brings a field into view and gives it the focus; false where there is none (yet). */
export function focusField(path: string): boolean {
  const element = elementOf(path)
  const control = element?.matches('fieldset') ? (element.querySelector<HTMLElement>('[aria-invalid]') ?? element) : element
  control?.closest('fieldset, label, div')?.scrollIntoView({ block: 'center' })
  control?.focus({ preventScroll: true })
  return control !== null
}

const patience = 5000

/** The same for a field whose piece of the app may still be on its way; returns what stops the waiting. */
export function focusFieldSoon(path: string): () => void {
  if (focusField(path)) return () => undefined
  const observer = new MutationObserver(() => focusField(path) && stop())
  const timer = setTimeout(() => stop(), patience)
  const stop = (): void => {
    clearTimeout(timer)
    observer.disconnect()
  }
  observer.observe(document.getElementById('main') ?? document.body, { childList: true, subtree: true })
  return stop
}

interface ErrorSummaryProps {
  problems: readonly Problem[]
  onFollow?: (problem: Problem, event: MouseEvent) => void
}

/** First in main, takes the focus whenever its list is new; every line leads to its field. */
export function ErrorSummary({ problems, onFollow }: ErrorSummaryProps) {
  const { t } = useI18n()
  const ref = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (problems.length > 0) ref.current?.focus()
  }, [problems])
  if (problems.length === 0) return null
  const follow = (problem: Problem, event: MouseEvent): void => {
    if (problem.href) return onFollow?.(problem, event)
    event.preventDefault()
    focusField(problem.path)
  }
  return (
    <Banner tone="danger" title={t('common.error.title')} ref={ref}>
      <ul>
        {problems.map((p) => (
          <li key={p.path + p.message}><a href={p.href ?? `#${domId(p.path)}`} onClick={(e) => follow(p, e)}>{p.row && <><bdi>{p.row}.</bdi> </>}{p.message}</a></li>
        ))}
      </ul>
    </Banner>
  )
}
