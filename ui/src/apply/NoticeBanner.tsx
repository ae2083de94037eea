import type { Schemas } from '../api/client'
import { Banner } from '../design/Banner'
import { useI18n } from '../i18n/I18n'

type Notice = Schemas['Notice']

/** Why nothing can be begun now: in the tenant's words where it has some. */
export function NoticeBanner({ notice, begun = false }: { notice: Notice; begun?: boolean }) {
  const { t, text, dateTime } = useI18n()
  const own = text(notice.message)
  const said = {
    open: '',
    later: notice.opensAt ? t('apply.notice.laterAt', { date: dateTime(notice.opensAt) }) : '',
    closed: notice.closesAt ? t('apply.notice.closedAt', { date: dateTime(notice.closesAt) }) : '',
    paused: t('apply.notice.pausedText'),
  }[notice.door]
  if (notice.door === 'open') return null
  return (
    <Banner tone="warn" title={t(`apply.notice.${notice.door}`)}>
      {own && <p dir="auto">{own}</p>}
      {(!own || notice.door !== 'paused') && said && <p>{said}</p>}
      {notice.stops ? begun && <p>{t('apply.notice.stops')}</p> : <p>{t('apply.notice.begun')}</p>}
    </Banner>
  )
}
