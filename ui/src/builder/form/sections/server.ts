import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, ask, type Schemas } from '../../../api/client'
import { keys } from '../../../desk/query/keys'
import type { Field, Form, Violation } from '../../../fields/types'
import { useDraftPart } from '../../frame/draftContext'
import { isCopy, lacksTexts, type Link, placeOf } from '../section'
import { find } from '../tree'

export type LinkRow = Schemas['SectionLink']

/** The sections of this tenant that were published, in the order of their names. */
export function useSections(): readonly Schemas['DefinitionRow'][] | undefined {
  const { data } = useQuery({ queryKey: keys.definitions, queryFn: () => ask(api.GET('/definitions')).then((r) => r.definitions) })
  return data?.filter((row) => row.kind === 'form' && row.section === true && row.liveVersion !== undefined)
}

const versionsOf = (client: QueryClient, key: string): Promise<readonly Schemas['VersionRow'][]> =>
  client
    .fetchQuery({ queryKey: [...keys.definition('form', key), 'versions'], queryFn: () => ask(api.GET('/definitions/{kind}/{key}', { params: { path: { kind: 'form', key } } })), staleTime: 10_000 })
    .then(({ versions }) => versions.toSorted((a, b) => b.number - a.number))

const bodyOf = (client: QueryClient, id: string): Promise<Form> =>
  client
    .fetchQuery({ queryKey: keys.version(id), queryFn: () => ask(api.GET('/versions/{version}', { params: { path: { version: id } } })), staleTime: Infinity })
    .then(({ body }) => body as unknown as Form)

/** The newest version of a section; undefined where it has none. */
export async function newestOf(client: QueryClient, key: string): Promise<Form | undefined> {
  const [newest] = await versionsOf(client, key)
  return newest && bodyOf(client, newest.id)
}

/** At which version of its section a link stands. */
export interface Standing {
  /** 0 when what it holds equals none. */
  version: number
  newest: number
  /** The newest version; undefined where the section has none. */
  section: Form | undefined
  /** It lacks texts that its version has: their language came later. */
  lacks: boolean
}

/** How many versions of a section are looked at here: older ones only where the server says that they stand in the form. */
const few = 3

interface At {
  place: string
  locales: readonly string[]
  /** The numbers of versions that the server found in the form. */
  found: readonly number[]
}

/** Looks for the version that a link holds a copy of, the newest first. */
async function standingOf(client: QueryClient, link: Link['field'], { found, ...place }: At): Promise<Standing> {
  const versions = await versionsOf(client, link.section)
  const section = versions[0] && (await bodyOf(client, versions[0].id))
  const newest = versions[0]?.number ?? 0
  const held = link.fields ?? []
  const at = { link: link.id, ...place }
  for (const { id, number } of versions.filter((version, i) => i < few || found.includes(version.number))) {
    const body = await bodyOf(client, id)
    if (isCopy(held, body, at)) return { version: number, newest, section, lacks: lacksTexts(held, body, at) }
  }
  return { version: 0, newest, section, lacks: false }
}

/** The versions of a section that the server found in the form where they are not the newest. */
const foundIn = (findings: readonly Violation[], section: string): number[] =>
  findings.flatMap(({ key, params }) => (key === 'section.newer' && params?.section === section && typeof params.version === 'number' ? [params.version] : []))

const stamps = new WeakMap<object, number>()
let stamped = 0

/** A number that is another for every other copy: they are never changed in place. */
function stampOf(fields: readonly Field[] | undefined): number {
  if (!fields) return 0
  const stamp = stamps.get(fields) ?? ++stamped
  stamps.set(fields, stamp)
  return stamp
}

/** At which version of its section a link stands, as far as it is known. */
export function useStanding(link: Link['field']): { standing: Standing | undefined; error: unknown } {
  const client = useQueryClient()
  const place = useDraftPart<Form, string>((view) => {
    const spot = find(view.history.present, link.id)
    return spot ? placeOf(spot) : ''
  })
  const locales = useDraftPart<Form, string[]>((view) => view.history.present.locales)
  const found = useDraftPart<Form, string>((view) => foundIn(view.findings, link.section).join(' ')).split(' ').map(Number)
  const { data, error } = useQuery({
    queryKey: [...keys.definition('form', link.section), 'standing', link.id, stampOf(link.fields), place, locales, found], queryFn: () => standingOf(client, link, { place, locales, found }),
    staleTime: 10_000, gcTime: 60_000, retry: false, placeholderData: (before) => before,
  })
  return { standing: data, error }
}

/** The forms that link to a section. */
export const useLinks = (key: string, isAsked = true) =>
  useQuery({ queryKey: linksKey(key), queryFn: () => ask(api.GET('/definitions/form/{key}/links', { params: { path: { key } } })), enabled: isAsked, staleTime: 0 })

export const linksKey = (key: string) => [...keys.definition('form', key), 'links'] as const
