import { Choice, ChoiceList } from '../../design/Choice'
import { Fieldset } from '../../design/Field'
import { useI18n } from '../../i18n/I18n'
import type { InputProps } from '../input'

/** Yes or no, and no answer until one is chosen: a lone checkbox could not tell "no" from "not read". */
export function BooleanInput({ frame, value, onChange, onLeave }: InputProps) {
  const { t } = useI18n()
  return (
    <Fieldset frame={frame}>
      <ChoiceList inline>
        {[true, false].map((answer) => (
          <Choice
            key={String(answer)}
            kind="radio"
            id={answer ? frame.id : `${frame.id}-no`}
            name={frame.id}
            checked={value === answer}
            invalid={Boolean(frame.error)}
            onChange={() => onChange(answer)}
            onBlur={onLeave}
          >
            {t(answer ? 'common.yes' : 'common.no')}
          </Choice>
        ))}
      </ChoiceList>
    </Fieldset>
  )
}
