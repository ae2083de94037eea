import { Stack } from '../../design/Layout'
import { useI18n } from '../../i18n/I18n'
import type { Case } from '../caseContext'
import { ItemList } from './ItemList'
import { sectionsOf } from './items'

/** The checklist of a case: what is owed, what staff work on, what is done, and how far it is in words. */
export function Sections({ current }: { current: Case }) {
  const { t } = useI18n()
  const items = current.checklist?.items ?? []
  const { owe, ours, done } = sectionsOf(items)
  const isToSend = current.next === 'check' && current.stage.answers === 'open'
  return (
    <Stack gap="large">
      <p>{t('checklist.list.progress', { done: done.length, n: items.length })}</p>
      <section aria-labelledby="owe">
        <Stack gap="small">
          <h2 id="owe">{t('checklist.list.owe')}</h2>
          {owe.length > 0 ? <ItemList items={owe} current={current} /> : <p>{t(isToSend ? 'checklist.list.oweSend' : 'checklist.list.oweNone')}</p>}
        </Stack>
      </section>
      {ours.length > 0 && (
        <section aria-labelledby="ours">
          <Stack gap="small">
            <h2 id="ours">{t('checklist.list.ours')}</h2>
            <ItemList items={ours} current={current} />
          </Stack>
        </section>
      )}
      {done.length > 0 && (
        <section aria-labelledby="done">
          <Stack gap="small">
            <h2 id="done">{t('checklist.list.done')}</h2>
            <ItemList items={done} current={current} />
          </Stack>
        </section>
      )}
    </Stack>
  )
}
