import { Button } from '../design/Button'
import { Hidden } from '../design/Hidden'
import { useI18n } from '../i18n/I18n'
import type { InputProps } from './input'

/** The way out of an optional answer whose first choice asks for more: radios cannot be taken back by themselves. */
export function ClearButton({ input }: { input: InputProps }) {
  const { t } = useI18n()
  if (!input.frame.optional || input.value === undefined || input.value === null) return null
  const clear = (): void => {
    input.onChange(undefined)
    document.getElementById(input.id)?.focus()
    input.onLeave()
  }
  return <div><Button kind="quiet" onClick={clear}>{t('apply.choice.clear')}<Hidden> ({input.frame.label})</Hidden></Button></div>
}
