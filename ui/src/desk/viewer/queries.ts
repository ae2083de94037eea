import { useMutation, useQuery } from '@tanstack/react-query'
import { api, ask } from '../../api/client'
import { type Document, useRefreshed } from '../query/cases'
import { keys } from '../query/keys'

const at = (id: string, document: string) => ({ path: { case: id, document } })

/** The bytes of a document, while it is looked at. */
export const useContent = (id: string, document: string, enabled: boolean) =>
  useQuery({
    queryKey: ['content', id, document],
    queryFn: () => ask(api.GET('/cases/{case}/documents/{document}/content', { params: at(id, document), parseAs: 'arrayBuffer' })) as Promise<ArrayBuffer>,
    staleTime: Infinity,
    gcTime: 60_000,
    refetchInterval: ({ state }) => state.status === 'error' && 5000,
    enabled,
  })

/** A link to the small picture of a document; asked for anew when it is about to end. */
export const useThumbnail = (id: string, document: Document) =>
  useQuery({
    queryKey: [...keys.link(id, document.id), 'small'],
    queryFn: () => ask(api.GET('/cases/{case}/documents/{document}/thumbnail', { params: at(id, document.id) })),
    staleTime: ({ state }) => Math.max(0, new Date(state.data?.expiresAt ?? 0).getTime() - Date.now() - 30_000),
    enabled: document.hasThumbnail === true,
    retry: false,
  })

/** Opens a document in another tab, or saves it. The tab is opened at once: later a browser would not let it. */
export function useOpenFile(id: string, document: string) {
  return useMutation({
    mutationFn: async ({ save }: { save: boolean }) => {
      const tab = save ? null : window.open('', '_blank')
      try {
        const { url } = await ask(api.GET('/cases/{case}/documents/{document}/link', { params: { ...at(id, document), query: { save } } }))
        if (tab) tab.location.href = url
        else window.location.assign(url)
      } catch (e) {
        tab?.close()
        throw e
      }
    },
    gcTime: 0,
  })
}

export function useSetExpiry(id: string) {
  const refreshed = useRefreshed(id)
  return useMutation({
    mutationFn: ({ document, day }: { document: string; day: string }) =>
      ask(api.PUT('/cases/{case}/documents/{document}/expiry', { params: at(id, document), body: { day } })),
    onSuccess: () => refreshed(),
  })
}
