import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, ask, type Schemas } from '../../api/client'
import { FaultNotice } from '../../desk/parts/FaultNotice'
import { Notice } from '../../desk/parts/Notice'
import { keys } from '../../desk/query/keys'
import { useI18n } from '../../i18n/I18n'
import { Progress } from './ImpactPanel'
import css from './publishing.module.css'

type Migration = Schemas['Migration']

const every = 700

/** A migration as it goes on, asked for until it has ended or there is no answer. */
export function useMigration(id: string) {
  return useQuery({
    queryKey: keys.migration(id),
    queryFn: () => ask(api.GET('/migrations/{migration}', { params: { path: { migration: id } } })),
    refetchInterval: ({ state }) => (state.status !== 'error' && (!state.data || state.data.state === 'running') ? every : false),
  })
}

function Outcomes({ migration }: { migration: Migration }) {
  const { t } = useI18n()
  if (migration.outcomes.length === 0) return null
  return (
    <table className={css.outcomes}>
      <thead><tr><th scope="col">{t('impact.head.bucket')}</th><th scope="col">{t('impact.moved.moved')}</th><th scope="col">{t('impact.moved.kept')}</th><th scope="col">{t('impact.moved.stuck')}</th></tr></thead>
      <tbody>
        {migration.outcomes.map((o) => (
          <tr key={o.bucket}><th scope="row">{t(`impact.bucket.${o.bucket}`)}</th><td>{o.moved}</td><td>{o.kept}</td><td>{o.stuck}</td></tr>
        ))}
      </tbody>
    </table>
  )
}

/** What a migration has come to; where it stopped by itself, why. */
export const stateOf = ({ state, why }: Migration): Migration['state'] | 'superseded' | 'failed' => why ?? state

/** How far the cases of a pipeline have been moved; it can be stopped. */
export function MigrationProgress({ id }: { id: string }) {
  const { t } = useI18n()
  const client = useQueryClient()
  const { data, error, refetch } = useMigration(id)
  const stop = useMutation({
    mutationFn: () => ask(api.DELETE('/migrations/{migration}', { params: { path: { migration: id } } })),
    onSuccess: (migration) => client.setQueryData(keys.migration(id), migration),
  })
  if (!data) return <FaultNotice error={error} retry={() => void refetch()} />
  const isRunning = data.state === 'running'
  return (
    <section className={css.panel} aria-label={t('impact.moved.title')}>
      <h3>{t('impact.moved.title')}</h3>
      <Progress label={t('impact.moved.title')} done={data.state === 'done' ? Math.max(1, data.total) : data.done} total={data.total}>
        {isRunning ? t('impact.moved.running', { done: String(data.done), total: String(data.total) }) : data.state === 'done' ? t('impact.moved.done') : t(`impact.history.state.${stateOf(data)}`)}
      </Progress>
      <FaultNotice error={error} retry={() => void refetch()} />
      <Outcomes migration={data} />
      {isRunning && <p className={css.note}>{t('impact.moved.leave')} {t('impact.moved.meanwhile')}</p>}
      {data.state === 'cancelled' && <Notice tone={data.why === 'failed' ? 'danger' : 'warn'} role="status"><p>{t(`impact.moved.${data.why ?? 'cancelled'}`)}</p></Notice>}
      <FaultNotice error={stop.error} />
      {isRunning && <div><Button variant="default" loading={stop.isPending} onClick={() => stop.mutate()}>{t('impact.moved.stop')}</Button></div>}
    </section>
  )
}
