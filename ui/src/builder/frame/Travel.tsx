import { ActionIcon, Tooltip } from '@mantine/core'
import { useEffect } from 'react'
import { isDialogOpen } from '../../desk/shell/shortcuts'
import { useI18n } from '../../i18n/I18n'
import type { StepName } from '../document/history'
import { useAnnounce } from './Announcer'
import { useContent } from './content'
import { useDraft, useDraftPart } from './draftContext'
import css from './frame.module.css'
import { languageName } from './languages'

const isText = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches('textarea, select, input:not([type=checkbox], [type=radio], [type=button])'))

/** A step as people read it: "Move Name". The sentence is in their language, names in the one that texts are read in. */
export function useStepName(): (step: StepName | undefined) => string {
  const { find, locale } = useI18n()
  const { read } = useContent()
  const said: Record<string, (value: string) => string | undefined> = {
    property: (value) => find(`builder.property.${value}`),
    type: (value) => find(`builder.type.${value}`),
    locale: (value) => languageName(value, locale),
  }
  return (step) => {
    if (!step) return ''
    const params = Object.entries(step.params ?? {}).map(([name, value]) => [name, typeof value === 'object' ? read(value) : (said[name]?.(String(value)) ?? value)])
    return find(step.key, Object.fromEntries(params) as Record<string, string | number>) ?? step.key
  }
}

/** A step as it is said once it is done: what was moved, and where it stands now. */
export function useDone(): (step: StepName) => string {
  const { t } = useI18n()
  const name = useStepName()
  return (step) => {
    const { position, count } = step.params ?? {}
    return typeof position === 'number' && typeof count === 'number' ? t('palette.said.place', { step: name(step), position, count }) : name(step)
  }
}


/** Undo and redo, with what is said of them. */
export function useTravel() {
  const { t } = useI18n()
  const draft = useDraft()
  const announce = useAnnounce()
  const name = useStepName()
  return {
    undo: (): void => {
      const step = draft.get().history.past.at(-1)
      draft.undo()
      if (step) announce(t('builder.undone', { step: name(step.name) }))
    },
    redo: (): void => {
      const step = draft.get().history.future.at(-1)
      draft.redo()
      if (step) announce(t('builder.redone', { step: name(step.name) }))
    },
  }
}

function useKeys(undo: () => void, redo: () => void): void {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || isText(event.target) || isDialogOpen()) return
      const key = event.key.toLowerCase()
      if (key !== 'z' && key !== 'y') return
      event.preventDefault()
      if (key === 'y' || event.shiftKey) redo()
      else undo()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  })
}

function Arrow({ label, step, onClick, mirrored }: { label: string; step: string; onClick: () => void; mirrored?: boolean }) {
  return (
    <Tooltip label={step ? `${label}: ${step}` : label}>
      <ActionIcon aria-label={step ? `${label}: ${step}` : label} aria-disabled={step === '' || undefined} data-disabled={step === '' || undefined} className={css.arrow} onClick={() => step && onClick()}>
        <svg width="16" height="16" viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true" data-turned={mirrored || undefined}>
          <path d="M6 3 2.5 6.5 6 10 M3 6.5h6.5a4 4 0 0 1 0 8H7" />
        </svg>
      </ActionIcon>
    </Tooltip>
  )
}

/** Undo and redo, by button and by key. In a text field the keys are the field's own. */
export function Travel() {
  const { t } = useI18n()
  const name = useStepName()
  const last = useDraftPart((view) => name(view.history.past.at(-1)?.name))
  const next = useDraftPart((view) => name(view.history.future.at(-1)?.name))
  const { undo, redo } = useTravel()
  useKeys(undo, redo)
  return (
    <div className={css.travel}>
      <Arrow label={t('builder.undo')} step={last} onClick={undo} />
      <Arrow label={t('builder.redo')} step={next} onClick={redo} mirrored />
    </div>
  )
}
