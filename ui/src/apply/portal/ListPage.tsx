import { useEffect } from 'react'
import { Banner } from '../../design/Banner'
import { ButtonRow } from '../../design/Button'
import { Stack } from '../../design/Layout'
import { Heading } from '../../design/Shell'
import { useI18n } from '../../i18n/I18n'
import type { Case } from '../caseContext'
import { useCase } from '../caseContext'
import { LaterPanel } from '../LaterPanel'
import { GoButton, Link } from '../Link'
import { Redirect } from '../Redirect'
import { to } from '../router'
import type { StepProps } from '../pages/CasePages'
import { useArrival, useTitle } from '../useTitle'
import { hrefOf } from '../whereNext'
import { Choices } from './Choices'
import { HandOver } from './HandOver'
import { Sections } from './Sections'
import { ThreadLink } from './ThreadLink'

/** The one step that leads on: to the first question that is open, or to handing in. */
function GoOn({ current }: { current: Case }) {
  const { t } = useI18n()
  if (current.next !== 'check') return <ButtonRow><GoButton href={hrefOf(current.pipeline, current.next)}>{t('checklist.list.goOn')}</GoButton></ButtonRow>
  return (
    <Stack>
      <p>{t('checklist.list.sendText')}</p>
      <ButtonRow><GoButton href={to.check(current.pipeline)}>{t('checklist.list.send')}</GoButton></ButtonRow>
    </Stack>
  )
}

/** Says which contact has to be corrected because nothing arrives there. */
function Failing({ current }: { current: Case }) {
  const { t, text, list } = useI18n()
  if (!current.failing) return null
  return <Banner tone="warn" title={t('checklist.list.failing', { contacts: list(current.failing.map((label) => text(label))) })}><p>{t('checklist.list.failingText')}</p></Banner>
}

/** The home of an application that has a checklist. */
export function ListPage({ current, session }: StepProps) {
  const { t, text } = useI18n()
  const { load } = useCase()
  const ref = useArrival('list')
  useTitle(t('checklist.list.title'), text(current.title))
  useEffect(() => void session.autosave.settle().then(load), [session.autosave, load])
  if (!current.checklist) return <Redirect href={to.status(current.pipeline)} />
  return (
    <>
      <Heading ref={ref} caption={text(current.title)}>{text(current.checklist.title) || t('checklist.list.title')}</Heading>
      <Stack gap="large">
        <Failing current={current} />
        {current.stage.answers === 'open' && <GoOn current={current} />}
        <Sections current={current} />
        <ThreadLink current={current} />
        <p><Link href={to.status(current.pipeline)}>{t('checklist.list.about')}</Link></p>
        {current.stage.answers === 'open' && <HandOver current={current} session={session} to="" aim={current.helper ? 'person' : 'device'} />}
        {current.stage.answers !== 'closed' && <div><LaterPanel current={current} session={session} /></div>}
        <Choices current={current} />
      </Stack>
    </>
  )
}
