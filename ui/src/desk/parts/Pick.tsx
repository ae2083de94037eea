import { Button, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import css from './parts.module.css'

/** One of several; those with the same group stand together under its name. */
export interface Choice {
  value: string
  label: string
  group?: string
}

interface PickProps {
  label: string
  /** What the button does: "Add". */
  action: string
  choices: readonly Choice[]
  /** What holds now; the button waits for another. Without it the first one is offered. */
  current?: string
  /** What it says when nothing is left to choose. */
  none?: string
  isLabelHidden?: boolean
  onPick: (value: string) => void
}

type Option = Omit<Choice, 'group'>

/** Choices as the options of a select. */
export function grouped(choices: readonly Choice[]): (Option | { group: string; items: Option[] })[] {
  return [...new Set(choices.map((c) => c.group))].flatMap((group): ReturnType<typeof grouped> => {
    const items = choices.filter((c) => c.group === group).map(({ value, label }) => ({ value, label }))
    return group === undefined ? items : [{ group, items }]
  })
}

/** Chooses one of several and does something with it only when the button is pressed: walking through a list changes nothing. */
export function Pick({ label, action, choices, current, none = '—', isLabelHidden = false, onPick }: PickProps) {
  const [chosen, choose] = useState<string>()
  const shown = (choices.find((c) => c.value === chosen) ?? choices.find((c) => c.value === current) ?? choices[0])?.value
  const isIdle = shown === undefined || shown === current || undefined
  const pick = (): void => {
    if (isIdle) return
    choose(undefined)
    onPick(shown)
  }
  return (
    <div className={css.pick}>
      <NativeSelect
        {...(isLabelHidden ? { 'aria-label': label } : { label })}
        data={choices.length > 0 ? grouped(choices) : [{ value: '', label: none }]}
        value={shown ?? ''}
        onChange={(e) => choose(e.currentTarget.value)}
      />
      <Button variant="default" aria-label={`${action}: ${label}`} aria-disabled={isIdle} data-disabled={isIdle} onClick={pick}>{action}</Button>
    </div>
  )
}
