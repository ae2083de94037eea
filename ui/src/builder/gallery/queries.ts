import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, ask, type Schemas } from '../../api/client'
import { useIdempotency } from '../../desk/query/idempotency'
import { keys } from '../../desk/query/keys'

export type Row = Schemas['TemplateRow']
export type TemplateView = Schemas['TemplateView']
export type Part = Schemas['TemplatePart']

export const useTemplates = () => useQuery({ queryKey: keys.templates, queryFn: () => ask(api.GET('/templates')).then((r) => r.templates) })

export const useTemplate = (template: string) =>
  useQuery({ queryKey: [...keys.templates, template], queryFn: () => ask(api.GET('/templates/{template}', { params: { path: { template } } })) })

export function useInstall() {
  const client = useQueryClient()
  const { keyFor, done } = useIdempotency()
  return useMutation({
    mutationFn: (body: Schemas['InstallTemplate']) => ask(api.POST('/templates/install', { params: { header: { 'Idempotency-Key': keyFor(body) } }, body })),
    onSuccess: () => {
      done()
      // A template brings roles, policies and queues too.
      return client.invalidateQueries()
    },
  })
}
