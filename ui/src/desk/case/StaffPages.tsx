import { Button } from '@mantine/core'
import { type FormEvent, type RefObject, useEffect, useMemo, useRef, useState } from 'react'
import type { Page } from '../../fields/types'
import { useI18n } from '../../i18n/I18n'
import { RuntimeProvider } from '../../runtime/context'
import { Fields } from '../../runtime/FieldView'
import type { Answers, FormStore } from '../../runtime/store'
import { useBrand } from '../brand'
import { FaultNotice } from '../parts/FaultNotice'
import { isStale } from '../parts/fault'
import { once } from '../parts/once'
import { useSay } from '../parts/toast'
import { useSaveStaffPage } from '../query/cases'
import css from './case.module.css'
import { useOpenCase } from './context'
import { staffPages } from './form'
import { useMay } from './may'
import { StaffReading } from './StaffReading'
import { changesOf, noFiles, problemsOf, staffStore } from './staffStore'

const nothing = (): void => undefined

/** Takes over what others answered where nothing was typed. Where both did, the revision stays behind, and saving tells of it. */
function useSeenAnswers(page: Page, store: FormStore, kept: RefObject<Answers>): RefObject<number> {
  const { file } = useOpenCase()
  const seen = useRef(file.revision)
  const theirs = useRef(file.answers)
  useEffect(() => {
    const changed = page.fields.map((f) => f.key).filter((key) => file.answers[key] !== theirs.current[key])
    const free = changed.filter((key) => store.answers[key] === kept.current[key])
    theirs.current = file.answers
    if (free.length === changed.length) seen.current = file.revision
    if (free.length === 0) return
    const news = Object.fromEntries(free.map((key) => [key, file.answers[key]]))
    kept.current = { ...kept.current, ...news }
    store.replace({ ...store.answers, ...news })
  }, [file, page, store, kept])
  return seen
}

function useStaffPage(page: Page) {
  const i18n = useI18n()
  const { id, file, form, reload } = useOpenCase()
  const { timeZone } = useBrand()
  const say = useSay()
  const save = useSaveStaffPage(id)
  // What is typed stays while the case is read anew in the background.
  const [store] = useState(() => staffStore(form, file, timeZone))
  const kept = useRef(store.answers)
  const seen = useSeenAnswers(page, store, kept)
  const runtime = useMemo(() => ({ store, files: noFiles, onLeave: nothing }), [store])
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (save.isPending) return
    const sent = store.answers
    save.mutate({ page: page.key, values: changesOf(page, kept.current, sent), caseRevision: seen.current, proceed: true, locale: i18n.locale }, {
      onSuccess: (saved) => {
        kept.current = sent
        seen.current = saved.caseRevision
        const problems = problemsOf(saved.violations, form, store.answers, i18n)
        store.setErrors(problems)
        if (problems.size === 0) say(i18n.t('desk.review.saved'))
        else say(i18n.t('desk.review.problems', { n: problems.size }), { tone: 'danger' })
      },
    })
  }
  const retry = isStale(save.error)
    ? (): void => {
        void reload().then((next) => next && (seen.current = next.revision))
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
      <div><Button type="submit" loading={save.isPending} onClick={once()}>{t('desk.review.save')}</Button></div>
    </form>
  )
}

/** To fill where the member may write all of its groups, else to read. */
function StaffPage({ page }: { page: Page }) {
  const { text } = useI18n()
  const whyNot = useMay()
  const why = whyNot(`page/${page.key}`)
  return (
    <section className={css.staffPage}>
      <h2>{text(page.title)}</h2>
      {text(page.description) && <p className={css.quiet}>{text(page.description)}</p>}
      {why ? <StaffReading page={page} why={why} /> : <StaffForm page={page} />}
    </section>
  )
}

/** The pages of the form that only staff fill, with the very fields that applicants know. */
export function StaffPages() {
  const { form } = useOpenCase()
  return <div className={css.staffPages}>{staffPages(form).map((p) => <StaffPage key={p.key} page={p} />)}</div>
}
