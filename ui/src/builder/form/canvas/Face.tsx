import { memo, useMemo } from 'react'
import { noFiles } from '../../../desk/case/staffStore'
import type { Field, Text } from '../../../fields/types'
import { useI18n } from '../../../i18n/I18n'
import { RuntimeProvider } from '../../../runtime/context'
import { FieldView } from '../../../runtime/FieldView'
import { FormStore } from '../../../runtime/store'
import { useContent } from '../../frame/content'

const nothing = (): void => undefined

const look = (isRequired: boolean) => () => ({ isVisible: () => true, isRequired: () => isRequired, hasPage: () => true, computed: () => undefined })

const runtimeOf = (isRequired: boolean) => ({ store: new FormStore({}, look(isRequired)), files: noFiles, onLeave: nothing })

// No answers are ever given here, so that all fields can share them.
const [owed, optional] = [runtimeOf(true), runtimeOf(false)]

/** The field with its texts in the language that is being written, whatever the reader's own is. */
function useShown(field: Field): Field {
  const { locale: own } = useI18n()
  const { read } = useContent()
  return useMemo(() => {
    const shown = (text: Text | undefined): Text | undefined => text && { [own]: read(text) }
    return {
      ...field,
      label: { [own]: read(field.label) || field.key },
      hint: shown(field.hint),
      help: shown(field.help),
      content: shown(field.content),
      options: field.options?.map((o) => ({ ...o, label: { [own]: read(o.label) || o.value } })),
    }
  }, [field, own, read])
}

/** A field as applicants see it; it can be looked at only. */
export const Face = memo(function Face({ field }: { field: Field }) {
  const shown = useShown(field)
  return (
    <div inert>
      <RuntimeProvider value={field.required ? owed : optional}><FieldView field={shown} path={`/${field.id}`} /></RuntimeProvider>
    </div>
  )
})
