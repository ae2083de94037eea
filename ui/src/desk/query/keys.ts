import type { ListView } from '../queue/view'

/** The names under which the server's answers are kept; a prefix forgets all below it. */
export const keys = {
  session: ['session'] as const,
  queues: ['queues'] as const,
  lists: ['list'] as const,
  list: (queue: string, view: ListView) => ['list', queue, view] as const,
  case: (id: string) => ['case', id] as const,
  events: (id: string) => ['case', id, 'events'] as const,
  messages: (id: string) => ['case', id, 'messages'] as const,
  calls: (id: string) => ['case', id, 'calls'] as const,
  evidence: (id: string) => ['case', id, 'evidence'] as const,
  link: (id: string, document: string) => ['link', id, document] as const,
  outbox: ['outbox'] as const,
  definitions: ['definitions'] as const,
  definition: (kind: string, key: string) => ['definitions', kind, key] as const,
  tryout: (kind: string, key: string) => ['tryout', kind, key] as const,
  version: (id: string) => ['version', id] as const,
  migrations: (pipeline: string) => ['migrations', pipeline] as const,
  migration: (id: string) => ['migration', id] as const,
  opening: (pipeline: string) => ['opening', pipeline] as const,
  templates: ['templates'] as const,
  members: ['members'] as const,
  policies: ['policies'] as const,
  audit: ['audit'] as const,
  auditEvents: ['audit', 'events'] as const,
}
