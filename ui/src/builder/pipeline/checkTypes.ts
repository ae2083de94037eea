import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { api, ask } from '../../api/client'
import type { Member } from '../../desk/parts/Setting'
import { useI18n } from '../../i18n/I18n'

/** A type of check that may be asked: what it is called, and the form of its settings where it has one. */
export interface CheckType {
  type: string
  label: string
  settings?: Member
}

/** The types of check that are registered on the server; undefined until it answered. */
export function useCheckTypes(): readonly CheckType[] | undefined {
  const { text } = useI18n()
  const { data } = useQuery({ queryKey: ['check-types'], queryFn: () => ask(api.GET('/check-types')).then((r) => r.types), staleTime: Infinity })
  return useMemo(() => data?.map(({ type, schema }) => {
    const settings = schema === undefined ? undefined : (JSON.parse(schema) as Member)
    return { type, label: text(settings?.['x-text']) || settings?.title || type, settings }
  }), [data, text])
}
