import { useEffect } from 'react'
import { ButtonRow } from '../../design/Button'
import { Stack } from '../../design/Layout'
import { BackLink, Heading, PageTop } from '../../design/Shell'
import { useI18n } from '../../i18n/I18n'
import { FieldView } from '../../runtime/FieldView'
import { useCase } from '../caseContext'
import { follow, GoButton } from '../Link'
import type { StepProps } from '../pages/CasePages'
import { to } from '../router'
import { useArrival, useTitle } from '../useTitle'
import { HandOver } from './HandOver'
import type { Item } from './items'

/** The documents of an item that may still be given while staff look at the case. */
export function LatePage({ current, session, item }: StepProps & { item: Item }) {
  const { t, text } = useI18n()
  const { load } = useCase()
  const ref = useArrival(`late/${item.key}`)
  useTitle(text(item.title), text(current.title))
  useEffect(() => () => void load(), [load])
  const fields = (current.late ?? []).filter((path) => item.pages?.includes(session.live.pageOf(path.split('/')[1] ?? ''))).map((path) => ({ path, field: session.live.fieldAt(path) }))
  return (
    <>
      <PageTop><BackLink href={to.list(current.pipeline)} onClick={follow}>{t('checklist.item.back')}</BackLink></PageTop>
      <Heading ref={ref} caption={t('checklist.late.title')}>{text(item.title)}</Heading>
      <Stack gap="large">
        <p>{t(fields.length > 0 ? 'checklist.late.text' : 'checklist.late.none')}</p>
        {fields.map(({ path, field }) => field && <FieldView key={path} field={field} path={path} />)}
        {fields.length > 0 && <HandOver current={current} session={session} to={`i/${item.key}`} aim="photo" />}
        <ButtonRow><GoButton kind="secondary" href={to.list(current.pipeline)}>{t('checklist.late.done')}</GoButton></ButtonRow>
      </Stack>
    </>
  )
}
