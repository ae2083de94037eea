import { Choice } from '../../design/Choice'
import { Fieldset } from '../../design/Field'
import { Stack } from '../../design/Layout'
import { Prose } from '../../design/Prose'
import { useI18n } from '../../i18n/I18n'
import type { InputProps } from '../input'

const longText = 600

/** The text, then a box that is never ticked beforehand. Unticking is an answer of its own only where one was given. */
export function ConsentInput({ field, frame, value, onChange, onLeave }: InputProps) {
  const { t, text } = useI18n()
  const content = text(field.content)
  return (
    <Fieldset frame={frame}>
      <Stack>
        {content && <Prose text={content} boxed={content.length > longText} label={frame.label} />}
        <Choice
          kind="checkbox"
          id={frame.id}
          checked={value === true}
          invalid={Boolean(frame.error)}
          onChange={(on) => onChange(on ? true : value === true ? false : undefined)}
          onBlur={onLeave}
        >
          {t('apply.consent.accept')}
        </Choice>
      </Stack>
    </Fieldset>
  )
}
