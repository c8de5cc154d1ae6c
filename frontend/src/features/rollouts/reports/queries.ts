import { queryOptions } from '@tanstack/react-query'
import { api, read, readItems } from '@/api/client'
import { listQuery } from '@/api/query'
import type { EarlyWarning, ForecastMonth, ForecastReportRow, PartyReportRow, QueryOf, TrendRow } from '@/api/types'

/** What all reports are narrowed by, with the names the API has. */
export interface ReportFilter {
  below?: string
  programme?: string
  service?: string
}

export interface TrendFilter extends ReportFilter {
  by?: string
  step?: string
}

// Figures change with the rollouts, so they are kept as lists of these are.
export const trend = (filter: TrendFilter) =>
  queryOptions({
    queryKey: ['rollout', 'list', { trend: filter }] as const,
    queryFn: ({ signal }) => readItems<TrendRow>(api.GET('/api/v1/reports/trend', { params: { query: filter as QueryOf<'/api/v1/reports/trend'> }, signal })),
  })

export const months = (filter: ReportFilter) =>
  queryOptions({
    queryKey: ['rollout', 'list', { months: filter }] as const,
    queryFn: ({ signal }) => readItems<ForecastMonth>(api.GET('/api/v1/reports/forecast-months', { params: { query: { ...filter } }, signal })),
  })

export const forecasts = (filter: ReportFilter & { by?: string; wave?: string }) =>
  queryOptions({
    queryKey: ['rollout', 'list', { forecasts: filter }] as const,
    queryFn: ({ signal }) => readItems<ForecastReportRow>(api.GET('/api/v1/reports/forecast', { params: { query: { ...filter } as QueryOf<'/api/v1/reports/forecast'> }, signal })),
  })

export const parties = (filter: ReportFilter & { weeks: number }) =>
  queryOptions({
    queryKey: ['rollout', 'list', { parties: filter }] as const,
    queryFn: ({ signal }) => readItems<PartyReportRow>(api.GET('/api/v1/reports/parties', { params: { query: { ...filter } }, signal })),
  })

export const warnings = (filter: ReportFilter & { sort?: string }) =>
  listQuery<EarlyWarning>('rollout', { warnings: filter }, (cursor, signal) =>
    read(api.GET('/api/v1/rollouts/early-warning', { params: { query: { ...rolloutFilter(filter), count: true, cursor } as QueryOf<'/api/v1/rollouts/early-warning'> }, signal })))

/** The same filter in the words of the list of rollouts, where several are allowed. */
export const rolloutFilter = ({ below, programme, service, ...rest }: ReportFilter & { sort?: string }) => ({
  ...rest,
  ...(below ? { below } : {}),
  ...(programme ? { programme: [programme] } : {}),
  ...(service ? { service: [service] } : {}),
})
