import { useEffect, useState } from 'react'
import { api, ask, type Schemas } from '../../api/client'
import { Stack } from '../../design/Layout'
import { Summary, SummaryRow } from '../../design/Summary'
import { useI18n } from '../../i18n/I18n'
import type { TextKey } from '../../i18n/keys'
import type { Case } from '../caseContext'

type Happened = Schemas['Story']['events'][number]

/** What happened so far, newest first, in the applicant's words. */
export function Story({ current }: { current: Case }) {
  const { t, dateTime } = useI18n()
  const [events, setEvents] = useState<readonly Happened[]>([])
  useEffect(() => {
    ask(api.GET('/portal/case/story')).then((s) => setEvents(s.events), () => setEvents([])) // the rest of the page says what counts
  }, [current.stage.key, current.posts])
  if (events.length === 0) return null
  return (
    <section aria-labelledby="story">
      <Stack gap="small">
        <h2 id="story">{t('checklist.story.title')}</h2>
        <Summary>
          {events.map((e) => <SummaryRow key={`${e.key} ${e.at}`} label={t(`checklist.story.${e.key}` as TextKey)}>{dateTime(e.at)}</SummaryRow>)}
        </Summary>
      </Stack>
    </section>
  )
}
