import { Button } from '@mantine/core'
import { type FormEvent, useMemo, useRef, useState } from 'react'
import type { Page } from '../../fields/types'
import { useI18n } from '../../i18n/I18n'
import { RuntimeProvider } from '../../runtime/context'
import { Fields } from '../../runtime/FieldView'
import { useBrand } from '../brand'
import { FaultNotice } from '../parts/FaultNotice'
import { isStale } from '../parts/fault'
import { useSay } from '../parts/toast'
import { useSaveStaffPage } from '../query/cases'
import css from './case.module.css'
import { useOpenCase } from './context'
import { staffPages } from './form'
import { useMay } from './may'
import { StaffReading } from './StaffReading'
import { changesOf, groupsOf, noFiles, problemsOf, staffStore } from './staffStore'

const nothing = (): void => undefined

function useStaffPage(page: Page) {
  const i18n = useI18n()
  const { id, file, form, reload } = useOpenCase()
  const { timeZone } = useBrand()
  const say = useSay()
  const save = useSaveStaffPage(id)
  // What is typed stays while the case is read anew in the background.
  const [store] = useState(() => staffStore(form, file, timeZone))
  const kept = useRef(store.answers)
  const runtime = useMemo(() => ({ store, files: noFiles, onLeave: nothing }), [store])
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (save.isPending) return
    const sent = store.answers
    save.mutate({ page: page.key, values: changesOf(page, kept.current, sent), revision: file.revision, proceed: true, locale: i18n.locale }, {
      onSuccess: (saved) => {
        kept.current = sent
        const problems = problemsOf(saved.violations, form, store.answers, i18n)
        store.setErrors(problems)
        if (problems.size === 0) say(i18n.t('desk.review.saved'))
        else say(i18n.t('desk.review.problems', { n: problems.size }), { tone: 'danger' })
      },
    })
  }
  const retry = isStale(save.error)
    ? (): void => {
        reload()
        save.reset()
      }
    : undefined
  return { runtime, submit, save, retry }
}

function StaffForm({ page }: { page: Page }) {
  const { t } = useI18n()
  const { runtime, submit, save, retry } = useStaffPage(page)
  return (
    <form noValidate onSubmit={submit} className={css.staffPage}>
      <RuntimeProvider value={runtime}><Fields fields={page.fields} path="" /></RuntimeProvider>
      <FaultNotice error={save.error} retry={retry} />
      <div><Button type="submit" loading={save.isPending}>{t('desk.review.save')}</Button></div>
    </form>
  )
}

/** To fill where the member may write all of its groups, else to read. */
function StaffPage({ page }: { page: Page }) {
  const { text } = useI18n()
  const whyNot = useMay()
  const isClosed = groupsOf(page.fields).some((g) => whyNot(`write/${g}`))
  return (
    <section className={css.staffPage}>
      <h2>{text(page.title)}</h2>
      {text(page.description) && <p className={css.quiet}>{text(page.description)}</p>}
      {isClosed ? <StaffReading page={page} /> : <StaffForm page={page} />}
    </section>
  )
}

/** The pages of the form that only staff fill, with the very fields that applicants know. */
export function StaffPages() {
  const { form } = useOpenCase()
  return <div className={css.staffPages}>{staffPages(form).map((p) => <StaffPage key={p.key} page={p} />)}</div>
}
