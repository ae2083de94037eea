import { Button, NativeSelect } from '@mantine/core'
import { useMemo, useState } from 'react'
import { noFiles } from '../../desk/case/staffStore'
import { Prose } from '../../design/Prose'
import { useBrand } from '../../desk/brand'
import { useI18n } from '../../i18n/I18n'
import { RuntimeProvider } from '../../runtime/context'
import { Fields } from '../../runtime/FieldView'
import { compileForm, createLook } from '../../runtime/form'
import { loadForm } from '../../runtime/form/load'
import { cel } from '../../runtime/rule/cel'
import { FormStore } from '../../runtime/store'
import css from './gallery.module.css'

/** Does nothing now, and keeps the focus. */
const off = (isOff: boolean) => ({ 'aria-disabled': isOff || undefined, 'data-disabled': isOff || undefined })

const nothing = (): void => undefined

/** The pages of a form as its applicants see them. One may answer to see what the rules do; nothing of it is kept. */
export function FormPreview({ body }: { body: unknown }) {
  const { t, text, number } = useI18n()
  const { timeZone } = useBrand()
  const form = useMemo(() => loadForm(body), [body])
  const runtime = useMemo(() => {
    const today = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(new Date())
    return { store: new FormStore({}, createLook(compileForm(form, cel), { today, audience: 'applicant' })), files: noFiles, onLeave: nothing }
  }, [form, timeZone])
  const pages = form.pages.filter((p) => !p.staffOnly)
  const [at, setAt] = useState(0)
  const page = pages[at]
  if (!page) return <p className={css.quiet}>{t('gallery.noPages')}</p>
  return (
    <div className={css.preview}>
      <div className={css.bar}>
        <NativeSelect aria-label={t('gallery.page')} value={at} onChange={(e) => setAt(Number(e.currentTarget.value))}>
          {pages.map((p, i) => <option key={p.key} value={i}>{number(i + 1)}. {text(p.title) || p.key}</option>)}
        </NativeSelect>
        <Button variant="default" {...off(at === 0)} onClick={() => setAt(Math.max(0, at - 1))}>{t('gallery.previous')}</Button>
        <Button variant="default" {...off(at === pages.length - 1)} onClick={() => setAt(Math.min(pages.length - 1, at + 1))}>{t('gallery.next')}</Button>
        <span className={css.quiet}>{t('gallery.tryIt')}</span>
      </div>
      <section className={css.sheet} aria-label={text(page.title) || page.key}>
        <h3 className={css.pageTitle}>{text(page.title)}</h3>
        {text(page.description) && <Prose text={text(page.description)} />}
        <RuntimeProvider value={runtime}><Fields key={page.key} fields={page.fields} path="" /></RuntimeProvider>
      </section>
    </div>
  )
}
