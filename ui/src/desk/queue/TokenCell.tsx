import { Button } from '@mantine/core'
import { useI18n } from '../../i18n/I18n'
import { TokenChip } from '../parts/Chip'
import { tell } from '../parts/fault'
import { once } from '../parts/once'
import { useSay } from '../parts/toast'
import { useTimes } from '../parts/When'
import { useAct } from '../query/cases'
import type { CaseRow } from '../query/queues'
import css from './queue.module.css'

/** Where the link to sign stands, until when it is good, and a new one at a press. */
export function TokenCell({ row }: { row: CaseRow }) {
  const i18n = useI18n()
  const { t } = i18n
  const say = useSay()
  const act = useAct(row.id)
  const times = useTimes()
  const { token } = row
  const resend = (): void =>
    act.mutate(
      { verb: 'resend' },
      {
        onSuccess: () => say(t('desk.token.resent', { name: row.name })),
        onError: (e) => say(`${row.name}: ${tell(e, i18n).message}`, { tone: 'danger' }),
      },
    )
  const isLive = token && ['created', 'sent', 'opened'].includes(token.state)
  return (
    <span className={css.token} data-own>
      {token && <TokenChip state={token.state} />}
      {isLive && token.expiresAt && !times.isPast(token.expiresAt) && (
        <span className={css.quiet} title={times.exact(token.expiresAt)}>{t('desk.token.left', { time: times.span(token.expiresAt) })}</span>
      )}
      {(token?.sends ?? 0) > 1 && <span className={css.quiet}>{t('desk.token.sends', { n: token?.sends ?? 0 })}</span>}
      {token?.state !== 'used' && row.may.includes('resend') && (
        <Button variant="subtle" size="compact-xs" loading={act.isPending} onClick={once(resend)} aria-label={t('desk.token.resendTo', { name: row.name })}>
          {t('desk.token.resend')}
        </Button>
      )}
    </span>
  )
}
