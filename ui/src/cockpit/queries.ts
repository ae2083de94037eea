import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { api, ask, type Schemas } from '../api/client'
import type { operations } from '../api/schema.gen'
import { type Choice, filterOf, periodBefore, type ReportKey } from './choice'

export type Report = Schemas['Figures']
export type ReportRow = Schemas['FigureRow']
export type Cockpit = Schemas['Cockpit']

const key = ['cockpit'] as const

export const useCockpit = (pipeline: string) =>
  useQuery({
    queryKey: [...key, 'head', pipeline],
    queryFn: () => ask(api.GET('/cockpit', { params: { query: { ...(pipeline && { pipeline }) } } })),
    placeholderData: keepPreviousData,
  })

const getReport = (report: ReportKey, choice: Choice) =>
  ask(api.GET('/cockpit/reports/{report}', { params: { path: { report }, query: { ...filterOf(choice), ...(choice.role && { role: choice.role }) } } }))

/** A report, and the same one of the period before where they are compared. */
export const useReport = (report: ReportKey, choice: Choice) =>
  useQuery({
    queryKey: [...key, report, choice],
    queryFn: async () => {
      const [now, before] = await Promise.all([
        getReport(report, choice), choice.isCompared ? getReport(report, { ...choice, ...periodBefore(choice) }) : undefined,
      ])
      return { now, before }
    },
    staleTime: 30_000,
  })

/** A place on a chart behind which cases stand. */
export type Place = Pick<NonNullable<operations['listCockpitCases']['parameters']['query']>, 'kind' | 'step' | 'fate'>

export const useCockpitCases = (choice: Choice, place: Place) =>
  useInfiniteQuery({
    queryKey: [...key, 'cases', choice, place],
    initialPageParam: '',
    queryFn: ({ pageParam }) => ask(api.GET('/cockpit/cases', { params: { query: { ...filterOf(choice), ...place, ...(pageParam && { cursor: pageParam }) } } })),
    getNextPageParam: (page) => page.cursor || undefined,
  })
