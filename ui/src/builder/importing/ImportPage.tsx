import { Button, NativeSelect, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useMemo, useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { api, ask } from '../../api/client'
import { useBrand } from '../../desk/brand'
import { FaultNotice } from '../../desk/parts/FaultNotice'
import { once } from '../../desk/parts/once'
import { PageHead } from '../../desk/parts/PageHead'
import { Body } from '../../desk/parts/Table'
import { Waiting } from '../../desk/parts/Waiting'
import { keys } from '../../desk/query/keys'
import type { Field, Form } from '../../fields/types'
import { MoreTexts, useI18n } from '../../i18n/I18n'
import { isObject, type JsonObject, readJson } from '../document/json'
import { freeKey } from '../form/tree'
import { languageName, offered } from '../frame/languages'
import { loadBuilderTexts } from '../frame/texts'
import css from './importing.module.css'
import { type Imported, importSchema } from './jsonSchema'
import type { Note } from './reader'

interface Given {
  schema: string
  ui: string
  locale: string
}

type Read = { imported: Imported } | { fault: string } | undefined

/** What was pasted, as a form; or what is wrong with it. */
function useRead({ schema, ui, locale }: Given): Read {
  const { t } = useI18n()
  return useMemo(() => {
    if (schema.trim() === '') return undefined
    const texts = [schema, ui.trim() === '' ? '{}' : ui]
    const values: JsonObject[] = []
    for (const text of texts) {
      const read = readJson(text)
      if ('line' in read) return { fault: t('importing.badJson', { line: String(read.line), column: String(read.column) }) }
      if (!isObject(read.value)) return { fault: t('importing.noObject') }
      values.push(read.value)
    }
    const imported = importSchema({ schema: values[0]!, uiSchema: values[1]!, locale })
    return imported ? { imported } : { fault: t('importing.noObject') }
  }, [schema, ui, locale, t])
}

function useCreate() {
  const client = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: async (form: Form) => {
      const { definitions } = await ask(api.GET('/definitions'))
      const key = freeKey(form.key.replaceAll('-', '_'), new Set(definitions.filter((d) => d.kind === 'form').map((d) => d.key.replaceAll('-', '_')))).replaceAll('_', '-')
      await ask(api.PUT('/definitions/{kind}/{key}', { params: { path: { kind: 'form', key } }, body: { body: { ...form, key }, revision: 0 } }))
      return key
    },
    onSuccess: (key) => {
      void client.invalidateQueries({ queryKey: keys.definitions })
      void navigate(`/builder/form/${key}`)
    },
  })
}

function Outline({ fields, locale }: { fields: readonly Field[]; locale: string }) {
  const { find } = useI18n()
  return (
    <ul>
      {fields.map((field) => (
        <li key={field.id}>
          <bdi>{field.label?.[locale] ?? field.key}</bdi> <span className={css.type}>{find(`builder.type.${field.type}`) ?? field.type}</span>
          {field.fields && field.fields.length > 0 && <Outline fields={field.fields} locale={locale} />}
        </li>
      ))}
    </ul>
  )
}

function Notes({ notes }: { notes: readonly Note[] }) {
  const { t } = useI18n()
  if (notes.length === 0) return <p>{t('importing.noNotes')}</p>
  return (
    <ul className={css.notes}>
      {notes.map((note) => <li key={note.pointer + note.key}><code dir="ltr">{note.pointer || '/'}</code> {t(note.key, note.params)}</li>)}
    </ul>
  )
}

function Result({ imported, locale }: { imported: Imported; locale: string }) {
  const { t } = useI18n()
  return (
    <div className={css.result}>
      <section>
        <h2>{t('importing.pages')}</h2>
        {imported.form.pages.map((page) => <Outline key={page.id} fields={page.fields} locale={locale} />)}
      </section>
      <section aria-live="polite">
        <h2>{t('importing.notes')}</h2>
        <Notes notes={imported.notes} />
      </section>
    </div>
  )
}

function Page() {
  const { t, locale } = useI18n()
  const brand = useBrand()
  const [given, set] = useState<Given>({ schema: '', ui: '', locale: brand.defaultLocale })
  const read = useRead(given)
  const imported = read && 'imported' in read ? read.imported : undefined
  const create = useCreate()
  const change = (part: Partial<Given>): void => set({ ...given, ...part })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (imported && !create.isPending) create.mutate(imported.form)
  }
  return (
    <>
      <PageHead title={t('importing.title')} note={<Link to="/definitions">{t('desk.definitions.title')}</Link>} />
      <Body>
        <form noValidate onSubmit={submit} className={css.page} data-read={imported !== undefined || undefined}>
          <p className={css.intro}>{t('importing.text')}</p>
          <div className={css.given}>
            <Textarea autoFocus autosize minRows={10} maxRows={24} spellCheck={false} dir="ltr" label={t('importing.schema')} classNames={{ input: css.code }} value={given.schema} error={read && 'fault' in read && read.fault} onChange={(e) => change({ schema: e.currentTarget.value })} />
            <Textarea autosize minRows={3} maxRows={12} spellCheck={false} dir="ltr" label={t('importing.ui')} description={t('importing.uiText')} classNames={{ input: css.code }} value={given.ui} onChange={(e) => change({ ui: e.currentTarget.value })} />
            <NativeSelect label={t('importing.language')} value={given.locale} onChange={(e) => change({ locale: e.currentTarget.value })}>
              {[...new Set([...brand.locales, ...offered])].map((tag) => <option key={tag} value={tag}>{languageName(tag, locale)}</option>)}
            </NativeSelect>
          </div>
          <div className={css.given}>
            {imported && <Result imported={imported} locale={given.locale} />}
            <FaultNotice error={create.error} />
            <div><Button type="submit" disabled={!imported} loading={create.isPending} onClick={once()}>{t('importing.create')}</Button></div>
          </div>
        </form>
      </Body>
    </>
  )
}

/** Makes a form of a JSON Schema, after showing what it becomes and what could not be taken. */
export function ImportPage() {
  return <MoreTexts load={loadBuilderTexts} waiting={<Waiting />}><Page /></MoreTexts>
}
