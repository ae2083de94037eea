import { memo, Suspense, useCallback, useMemo } from 'react'
import { Skeleton } from '../design/Layout'
import type { FieldFrame } from '../design/Field'
import { domId } from '../fields/input'
import { inputs } from '../fields/inputs'
import type { Field } from '../fields/types'
import { useI18n } from '../i18n/I18n'
import { useFieldState, useRuntime } from './context'
import { escapeToken } from './pointer'
import type { FieldState } from './store'

interface FieldViewProps {
  field: Field
  path: string
}

/** Types to which "(optional)" says nothing. */
const unmarked: readonly string[] = ['statement', 'computed', 'group']

function useFrame({ field, path }: FieldViewProps, state: FieldState): FieldFrame {
  const { t, text } = useI18n()
  return {
    id: domId(path),
    label: text(field.label),
    optional: state.isRequired || unmarked.includes(field.type) ? undefined : t('common.optional'),
    hint: text(field.hint) || undefined,
    help: text(field.help) || undefined,
    helpTitle: t('common.help'),
    error: state.errors?.get(path),
    errorPrefix: t('common.error.prefix'),
    note: state.note,
  }
}

/** The message at a part of an answer: "branch" is that part, "0/" what lies in it, "" anything below. */
function errorBelow(errors: ReadonlyMap<string, string> | undefined, path: string, part: string): string | undefined {
  if (part !== '' && !part.endsWith('/')) return errors?.get(`${path}/${part}`)
  for (const [at, message] of errors ?? []) if (at.startsWith(`${path}/${part}`)) return message
  return undefined
}

/** One question, drawn by the Input of its type; nothing while its rule hides it. */
export const FieldView = memo(function FieldView({ field, path }: FieldViewProps) {
  const { store, files, onLeave } = useRuntime()
  const state = useFieldState(store, path)
  const frame = useFrame({ field, path }, state)
  const onChange = useCallback((value: unknown) => store.set(path, value), [store, path])
  const onHold = useCallback((key: string | undefined) => store.hold(path, key), [store, path])
  const inner = useCallback((fields: readonly Field[], at: string) => <Fields fields={fields} path={at} />, [])
  const Input = inputs[field.type]
  const errorAt = useMemo(() => errorBelow.bind(null, state.errors, path), [state.errors, path])
  if (!state.isVisible || !Input) return null
  return (
    <Suspense fallback={<Skeleton label={frame.label} />}>
      <Input
        field={field}
        id={frame.id}
        path={path}
        value={state.value}
        frame={frame}
        errorAt={errorAt}
        onChange={onChange}
        onHold={onHold}
        onLeave={onLeave}
        inner={inner}
        files={files}
      />
    </Suspense>
  )
})

/** The fields at a place: "" is the form itself. */
export function Fields({ fields, path }: { fields: readonly Field[]; path: string }) {
  return fields.map((f) => <FieldView key={f.id || f.key} field={f} path={`${path}/${escapeToken(f.key)}`} />)
}
