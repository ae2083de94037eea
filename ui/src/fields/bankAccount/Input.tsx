import { useState } from 'react'
import { Choice, ChoiceList } from '../../design/Choice'
import { Select } from '../../design/Control'
import { describedBy, Field, Fieldset } from '../../design/Field'
import { Stack } from '../../design/Layout'
import { useI18n } from '../../i18n/I18n'
import { ClearButton } from '../ClearButton'
import { type InputProps, partsOf, textOf, withPart } from '../input'
import { PartField } from '../PartField'
import { banks } from './banks'

const other = 'other'

/** A bank from the list, or the code of one that is not there. */
function BankField(input: InputProps) {
  const { t } = useI18n()
  const code = textOf(partsOf(input.value).bank)
  const isListed = banks.some((b) => b.value === code)
  const [isOther, setOther] = useState(code !== '' && !isListed)
  const frame = { id: input.id, label: t('apply.bank.bank'), error: isOther ? undefined : input.errorAt('bank'), errorPrefix: t('common.error.prefix') }
  const choose = (value: string): void => {
    setOther(value === other)
    input.onChange(withPart(input.value, 'bank', value === other ? '' : value))
  }
  return (
    <>
      <Field frame={frame}>
        <Select
          id={frame.id}
          width="long"
          invalid={Boolean(frame.error)}
          aria-describedby={describedBy(frame)}
          empty={t('apply.select.empty')}
          options={[...banks, { value: other, label: t('apply.bank.other') }]}
          value={isOther ? other : code}
          onChange={(e) => choose(e.currentTarget.value)}
          onBlur={input.onLeave}
        />
      </Field>
      {isOther && <PartField input={input} part="bank" label={t('apply.bank.code')} hint={t('apply.bank.codeHint')} width="short" attributes={{ autoCapitalize: 'characters' }} />}
    </>
  )
}

const kinds = ['CACC', 'SVGS', 'SLRY', 'TRAN'] as const

function KindField(input: InputProps) {
  const { t } = useI18n()
  const id = `${input.id}-accountType`
  const error = input.errorAt('accountType')
  return (
    <Fieldset frame={{ id, label: t('apply.bank.accountType'), error, errorPrefix: t('common.error.prefix') }}>
      <ChoiceList>
        {kinds.map((kind, i) => (
          <Choice
            key={kind}
            kind="radio"
            id={i === 0 ? id : `${id}-${i}`}
            name={id}
            checked={partsOf(input.value).accountType === kind}
            invalid={Boolean(error)}
            onChange={() => input.onChange(withPart(input.value, 'accountType', kind))}
            onBlur={input.onLeave}
          >
            {t(`apply.bank.kind.${kind}`)}
          </Choice>
        ))}
      </ChoiceList>
    </Fieldset>
  )
}

export function BankAccountInput(input: InputProps) {
  const { t } = useI18n()
  return (
    <Fieldset frame={input.frame} large>
      <Stack gap="medium">
        <BankField {...input} />
        <PartField input={input} part="branch" label={t('apply.bank.branch')} hint={t('apply.bank.branchHint')} width="short" attributes={{ inputMode: 'numeric' }} />
        <PartField input={input} part="account" label={t('apply.bank.account')} hint={t('apply.bank.accountHint')} attributes={{ inputMode: 'text', autoCapitalize: 'characters' }} />
        <KindField {...input} />
        <ClearButton input={input} />
      </Stack>
    </Fieldset>
  )
}
