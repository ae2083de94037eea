import { useEffect, useRef, useState } from 'react'
import { Button } from '../../design/Button'
import { Fieldset } from '../../design/Field'
import { Hidden } from '../../design/Hidden'
import { Icon } from '../../design/Icon'
import { Soft, Stack } from '../../design/Layout'
import { useI18n } from '../../i18n/I18n'
import { type InputProps, settings } from '../input'
import { Row } from './Row'

const hardLimit = 100

/** How many rows are wanted, in words. */
function useBounds({ field }: InputProps): { text?: string; max: number } {
  const { t } = useI18n()
  const { min = 0, max } = settings<{ min: number; max: number }>(field)
  const limit = max ?? hardLimit
  if (min > 0 && max !== undefined) return { text: t('apply.repeat.between', { a: min, b: max }), max: limit }
  if (min > 0) return { text: t('apply.repeat.atLeast', { n: min }), max: limit }
  return { text: max === undefined ? undefined : t('apply.repeat.atMost', { n: max }), max: limit }
}

/** The row that must be opened because something in it is wrong. */
function useFirstWrong(input: InputProps, count: number, open: (i: number) => void): void {
  const wrong = Array.from({ length: count }, (_, i) => i).find((i) => input.errorAt(`${i}/`) !== undefined)
  useEffect(() => {
    if (wrong !== undefined) open(wrong)
  }, [wrong, open])
}

/** Rows as cards: one is open at a time, the others are read. */
export function RepeatInput(input: InputProps) {
  const { t } = useI18n()
  const rows: readonly unknown[] = Array.isArray(input.value) ? input.value : []
  const [open, setOpen] = useState<number>()
  const add = useRef<HTMLButtonElement>(null)
  const bounds = useBounds(input)
  useFirstWrong(input, rows.length, setOpen)
  const append = (): void => {
    input.onChange([...rows, {}])
    setOpen(rows.length)
  }
  const remove = (index: number): void => {
    const rest = rows.filter((_, i) => i !== index)
    input.onChange(rest.length > 0 ? rest : undefined)
    setOpen(undefined)
    input.onLeave()
    add.current?.focus()
  }
  return (
    <Fieldset frame={input.frame} large>
      <Stack>
        {bounds.text && <Soft>{bounds.text}</Soft>}
        {rows.map((row, i) => (
          <Row
            key={i}
            input={input}
            index={i}
            row={row}
            isOpen={open === i}
            onOpen={() => setOpen(i)}
            onClose={() => setOpen(undefined)}
            onRemove={() => remove(i)}
          />
        ))}
        {rows.length < bounds.max ? (
          <div>
            <Button kind="secondary" id={input.id} ref={add} onClick={append}>
              <Icon name="plus" />
              <span>{t(rows.length === 0 ? 'apply.repeat.add' : 'apply.repeat.addAnother')}<Hidden> ({input.frame.label})</Hidden></span>
            </Button>
          </div>
        ) : (
          <Soft>{t('apply.repeat.full', { n: bounds.max })}</Soft>
        )}
      </Stack>
    </Fieldset>
  )
}
