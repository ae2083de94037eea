import { useEffect, useState } from 'react'
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

interface Open {
  rows: readonly number[]
  /** The row that the person opened or closed last; its heading takes the focus. */
  touched?: number
}

/** The row that the address names: a link to an answer inside of it was followed. */
function rowOfAddress(path: string): readonly number[] {
  const named = decodeURIComponent(location.hash.slice(1))
  const row = named.startsWith(`${path}/`) ? Number.parseInt(named.slice(path.length + 1), 10) : Number.NaN
  return Number.isNaN(row) ? [] : [row]
}

/** Which rows are open. Those with something wrong open by themselves, so that each message has its field. */
function useOpen({ path, errorAt }: InputProps, count: number) {
  const [open, setOpen] = useState<Open>(() => ({ rows: rowOfAddress(path) }))
  useEffect(() => {
    const wrong = Array.from({ length: count }, (_, i) => i).filter((i) => errorAt(`${i}/`) !== undefined)
    if (wrong.length > 0) setOpen(({ rows }) => ({ rows: [...new Set([...rows, ...wrong])] }))
  }, [errorAt]) // eslint-disable-line react-hooks/exhaustive-deps -- new messages open rows, new rows do not
  return {
    ...open,
    show: (i: number) => setOpen(({ rows }) => ({ rows: [...rows, i], touched: i })),
    hide: (i: number) => setOpen(({ rows }) => ({ rows: rows.filter((r) => r !== i), touched: i })),
    hideAll: () => setOpen({ rows: [] }),
  }
}

/** Rows as cards: read, until they are opened. */
export function RepeatInput(input: InputProps) {
  const { t } = useI18n()
  const rows: readonly unknown[] = Array.isArray(input.value) ? input.value : []
  const open = useOpen(input, rows.length)
  const bounds = useBounds(input)
  const append = (): void => {
    input.onChange([...rows, {}])
    open.show(rows.length)
  }
  const remove = (index: number): void => {
    const rest = rows.filter((_, i) => i !== index)
    input.onChange(rest.length > 0 ? rest : undefined)
    open.hideAll()
    input.onLeave()
    document.getElementById(`${input.id}-group`)?.focus()
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
            isOpen={open.rows.includes(i)}
            isTouched={open.touched === i}
            onOpen={() => open.show(i)}
            onClose={() => open.hide(i)}
            onRemove={() => remove(i)}
          />
        ))}
        {rows.length < bounds.max ? (
          <div>
            <Button kind="secondary" id={input.id} onClick={append}>
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
