import type { InputHTMLAttributes } from 'react'
import { Choice, ChoiceList } from '../../design/Choice'
import { Fieldset } from '../../design/Field'
import { Indent, Stack } from '../../design/Layout'
import { useI18n } from '../../i18n/I18n'
import { ClearButton } from '../ClearButton'
import { type InputProps, partsOf, withPart } from '../input'
import { PartField } from '../PartField'

type Attributes = Pick<InputHTMLAttributes<HTMLInputElement>, 'type' | 'inputMode' | 'autoComplete' | 'autoCapitalize'>

const kinds = ['CPF', 'CNPJ', 'PHONE', 'EMAIL', 'EVP'] as const
type Kind = (typeof kinds)[number]

const attributes: Record<Kind, Attributes> = {
  CPF: { inputMode: 'numeric' },
  CNPJ: { inputMode: 'text', autoCapitalize: 'characters' },
  PHONE: { type: 'tel', inputMode: 'tel', autoComplete: 'tel' },
  EMAIL: { type: 'email', inputMode: 'email', autoComplete: 'email' },
  EVP: { inputMode: 'text' },
}

const isKind = (x: unknown): x is Kind => kinds.some((k) => k === x)

/** The kind is asked first: eleven digits may be a CPF and a mobile number alike. */
export function PixKeyInput(input: InputProps) {
  const { t } = useI18n()
  const { kind } = partsOf(input.value)
  return (
    <Fieldset frame={{ ...input.frame, error: input.frame.error ?? input.errorAt('kind') }}>
      <Stack>
        <ChoiceList>
          {kinds.map((k, i) => (
            <Choice
              key={k}
              kind="radio"
              id={i === 0 ? input.id : `${input.id}-${i}`}
              name={input.id}
              checked={kind === k}
              invalid={Boolean(input.errorAt('kind'))}
              onChange={() => input.onChange(withPart(input.value, 'kind', k))}
              onBlur={input.onLeave}
            >
              {t(`apply.pix.kind.${k}`)}
            </Choice>
          ))}
        </ChoiceList>
        {isKind(kind) && (
          <Indent>
            <PartField input={input} part="key" label={t(`apply.pix.label.${kind}`)} width="long" attributes={attributes[kind]} />
          </Indent>
        )}
        <ClearButton input={input} />
      </Stack>
    </Fieldset>
  )
}
