import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, ask, type Schemas } from '../../api/client'

export type Calendar = Schemas['Calendar']

const key = ['calendar']
const read = () => ask(api.GET('/calendar'))

export const useCalendar = () => useQuery({ queryKey: key, queryFn: read, staleTime: 0, refetchOnWindowFocus: false })

export function useSaveCalendar() {
  const client = useQueryClient()
  const save = useMutation({
    mutationFn: (body: Calendar) => ask(api.PUT('/calendar', { body })),
    onSuccess: (next) => client.setQueryData(key, next),
  })
  return { save, readAgain: () => client.fetchQuery({ queryKey: key, queryFn: read }) }
}

/** When what arrives at a moment is due, by a calendar that need not be saved. */
export const useDue = (body: Schemas['CalendarArrival']) =>
  useQuery({ queryKey: [...key, 'due', body], queryFn: () => ask(api.POST('/calendar/preview', { body })), placeholderData: keepPreviousData, retry: false })
