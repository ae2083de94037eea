import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { api, ask, type Schemas } from '../../api/client'
import type { ListView } from '../queue/view'
import { keys } from './keys'
import { useIsLive } from './live'

export type Queue = Schemas['Queue']
export type CaseRow = Schemas['CaseRow']
export type Column = Schemas['Column']

const beat = 15_000

export const useQueues = (enabled = true) =>
  useQuery({
    queryKey: keys.queues,
    queryFn: () => ask(api.GET('/queues')).then((r) => r.queues),
    refetchInterval: useIsLive() ? beat * 8 : beat, // where changes come by themselves, to be sure
    enabled,
  })

/** The cases of a queue, page by page. While only one page was read it stays fresh by itself. */
export function useQueueCases(queue: string, view: ListView, enabled = true) {
  const isLive = useIsLive()
  return useInfiniteQuery({
    queryKey: keys.list(queue, view),
    enabled,
    staleTime: 0, // a case that has just come must be found
    // Rows stay while they are sorted or searched anew.
    placeholderData: keepPreviousData,
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      ask(
        api.GET('/queues/{queue}/cases', {
          signal,
          params: {
            path: { queue },
            query: {
              search: view.search || undefined,
              sort: view.sort || undefined,
              filter: view.filters.length > 0 ? [...view.filters] : undefined,
              cursor: pageParam || undefined,
              limit: 50,
            },
          },
        }),
      ),
    getNextPageParam: (page) => page.cursor || undefined,
    refetchInterval: (query) => ((query.state.data?.pages.length ?? 0) > 1 ? false : beat * (isLive ? 8 : 2)),
  })
}
