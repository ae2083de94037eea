import { bankAccountCheck } from './bankAccount/check'
import { booleanCheck } from './boolean/check'
import { cepCheck } from './cep/check'
import { checkboxesCheck } from './checkboxes/check'
import { cnpjCheck } from './cnpj/check'
import { computedCheck } from './computed/check'
import { consentCheck } from './consent/check'
import { countryCheck } from './country/check'
import { cpfCheck } from './cpf/check'
import { dateCheck } from './date/check'
import { emailCheck } from './email/check'
import { fileCheck } from './file/check'
import { groupCheck } from './group/check'
import { ibanCheck } from './iban/check'
import { imageCheck } from './image/check'
import { moneyCheck } from './money/check'
import { numberCheck } from './number/check'
import { percentCheck } from './percent/check'
import { phoneCheck } from './phone/check'
import { pixKeyCheck } from './pixKey/check'
import { radioCheck } from './radio/check'
import { repeatCheck } from './repeat/check'
import { selectCheck } from './select/check'
import { signatureCheck } from './signature/check'
import { stateCheck } from './state/check'
import { statementCheck } from './statement/check'
import { taxIdCheck } from './taxId/check'
import { textCheck } from './text/check'
import { textareaCheck } from './textarea/check'
import type { FieldCheck } from './types'

/** All kinds of field by name; builder/field/builtin.go is the same list. */
export const fieldChecks: Record<string, FieldCheck> = {
  text: textCheck,
  textarea: textareaCheck,
  email: emailCheck,
  phone: phoneCheck,
  number: numberCheck,
  money: moneyCheck,
  percent: percentCheck,
  date: dateCheck,
  select: selectCheck,
  radio: radioCheck,
  checkboxes: checkboxesCheck,
  boolean: booleanCheck,
  consent: consentCheck,
  country: countryCheck,
  state: stateCheck,
  cep: cepCheck,
  cpf: cpfCheck,
  cnpj: cnpjCheck,
  taxId: taxIdCheck,
  bankAccount: bankAccountCheck,
  pixKey: pixKeyCheck,
  iban: ibanCheck,
  file: fileCheck,
  image: imageCheck,
  signature: signatureCheck,
  statement: statementCheck,
  group: groupCheck,
  repeat: repeatCheck,
  computed: computedCheck,
}
