import { useState } from 'react'
import { display } from '../../fields/display'
import type { Field } from '../../fields/types'
import { useI18n } from '../../i18n/I18n'
import { StateChip } from '../parts/Chip'
import { Glyph } from '../parts/Glyph'
import { WhyIcon } from '../parts/Why'
import type { Datum, Document } from '../query/cases'
import css from './case.module.css'
import { useOpenCase } from './context'
import { fieldAt } from './form'
import { useMay } from './may'
import { RevealDialog } from './RevealDialog'

const uploads: readonly string[] = ['file', 'image', 'signature']

/** Codes and numbers are read from left to right in every language. */
export const codes: readonly string[] = ['cpf', 'cnpj', 'cep', 'phone', 'email', 'iban', 'taxId', 'pixKey', 'bankAccount', 'money', 'number', 'percent']

/** How the values of a datum are written. */
export function useShown(datum: Datum) {
  const i18n = useI18n()
  const { form, file } = useOpenCase()
  const field: Field = fieldAt(form, datum.path) ?? { id: datum.path, key: datum.path, type: datum.type }
  const known = (id: string) => file.documents.find((d) => d.id === id)
  return (value: unknown): string => display(field, value, { i18n, files: { known } }) ?? (value === undefined || value === null ? '' : String(value))
}

/** The documents of a field, each to be looked at. */
function Documents({ documents, onLook }: { documents: readonly Document[]; onLook: () => void }) {
  const { show, shown } = useOpenCase()
  return (
    <ul className={css.documents}>
      {documents.map((d) => (
        <li key={d.id}>
          <button
            type="button"
            className={css.documentLink}
            aria-current={d.id === shown || undefined}
            onClick={() => {
              show(d.id)
              onLook()
            }}
          >
            <Glyph name="form" /><bdi>{d.name}</bdi>
          </button>
          {d.state !== 'stored' && <StateChip of="document" state={d.state} />}
        </li>
      ))}
    </ul>
  )
}

function Masked({ datum, label }: { datum: Datum; label: string }) {
  const { t } = useI18n()
  const shown = useShown(datum)
  const why = useMay()(`reveal/${datum.group}`)
  const [isAsking, setAsking] = useState(false)
  const [revealed, setRevealed] = useState<{ value: unknown }>()
  return (
    <span className={css.masked} data-revealed={!!revealed || undefined}>
      <bdi dir={codes.includes(datum.type) ? 'ltr' : undefined}>{revealed ? shown(revealed.value) : String(datum.value ?? '')}</bdi>
      <WhyIcon
        why={why}
        glyph={revealed ? 'hidden' : 'eye'}
        label={t(revealed ? 'desk.reveal.hideOf' : 'desk.reveal.showOf', { item: label })}
        title={t(revealed ? 'desk.reveal.hide' : 'desk.reveal.show')}
        onClick={() => (revealed ? setRevealed(undefined) : setAsking(true))}
      />
      {isAsking && (
        <RevealDialog
          path={datum.path}
          label={label}
          onClose={() => setAsking(false)}
          onValue={(value) => {
            setRevealed({ value })
            setAsking(false)
          }}
        />
      )}
    </span>
  )
}

/** A value as people read it: hidden until asked for where the form says so, documents as links to the viewer. */
export function DatumValue({ datum, label, onLook }: { datum: Datum; label: string; onLook: () => void }) {
  const shown = useShown(datum)
  const { file } = useOpenCase()
  const documents = uploads.includes(datum.type) ? file.documents.filter((d) => d.field === datum.path) : []
  if (documents.length > 0) return <Documents documents={documents} onLook={onLook} />
  if (datum.masked) return <Masked datum={datum} label={label} />
  const words = shown(datum.value)
  if (!words) return <span className={css.quiet} aria-hidden="true">–</span>
  return <bdi className={css.value} dir={codes.includes(datum.type) ? 'ltr' : undefined}>{words}</bdi>
}
