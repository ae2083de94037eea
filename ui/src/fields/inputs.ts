import { lazy } from 'react'
import { BankAccountInput } from './bankAccount/Input'
import { BooleanInput } from './boolean/Input'
import { CepInput } from './cep/Input'
import { CheckboxesInput } from './checkboxes/Input'
import { CnpjInput } from './cnpj/Input'
import { ComputedOutput } from './computed/Input'
import { ConsentInput } from './consent/Input'
import { CountryInput } from './country/Input'
import { CpfInput } from './cpf/Input'
import { DateInput } from './date/Input'
import { EmailInput } from './email/Input'
import { GroupInput } from './group/Input'
import { IbanInput } from './iban/Input'
import type { Input } from './input'
import { MoneyInput } from './money/Input'
import { NumberInput } from './number/Input'
import { PercentInput } from './percent/Input'
import { PhoneInput } from './phone/Input'
import { PixKeyInput } from './pixKey/Input'
import { RadioInput } from './radio/Input'
import { SelectInput } from './select/Input'
import { SignatureInput } from './signature/Input'
import { StateInput } from './state/Input'
import { StatementView } from './statement/Input'
import { TaxIdInput } from './taxId/Input'
import { TextInputField } from './text/Input'
import { TextAreaInput } from './textarea/Input'

const loadFile = () => import('./file/Input')
const loadImage = () => import('./image/Input')
const loadRepeat = () => import('./repeat/Input')

/** Fetches the heavy ones beforehand: the next page may be reached without a connection. */
export const loadInputs = (): Promise<unknown> => Promise.all([loadFile(), loadImage(), loadRepeat()])

/** The Input of every field type. The heavy ones come when a page has one. */
export const inputs: Readonly<Record<string, Input>> = {
  bankAccount: BankAccountInput,
  boolean: BooleanInput,
  cep: CepInput,
  checkboxes: CheckboxesInput,
  cnpj: CnpjInput,
  computed: ComputedOutput,
  consent: ConsentInput,
  country: CountryInput,
  cpf: CpfInput,
  date: DateInput,
  email: EmailInput,
  file: lazy(() => loadFile().then((m) => ({ default: m.FileInput }))),
  group: GroupInput,
  iban: IbanInput,
  image: lazy(() => loadImage().then((m) => ({ default: m.ImageInput }))),
  money: MoneyInput,
  number: NumberInput,
  percent: PercentInput,
  phone: PhoneInput,
  pixKey: PixKeyInput,
  radio: RadioInput,
  repeat: lazy(() => loadRepeat().then((m) => ({ default: m.RepeatInput }))),
  select: SelectInput,
  signature: SignatureInput,
  state: StateInput,
  statement: StatementView,
  taxId: TaxIdInput,
  text: TextInputField,
  textarea: TextAreaInput,
}
