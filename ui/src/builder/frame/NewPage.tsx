import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Link, useNavigate, useParams } from 'react-router'
import { api, ask } from '../../api/client'
import { useBrand } from '../../desk/brand'
import { Empty } from '../../desk/parts/Empty'
import { FaultNotice } from '../../desk/parts/FaultNotice'
import { once } from '../../desk/parts/once'
import { PageHead } from '../../desk/parts/PageHead'
import { Body } from '../../desk/parts/Table'
import { Waiting } from '../../desk/parts/Waiting'
import { keys } from '../../desk/query/keys'
import { MoreTexts, useI18n } from '../../i18n/I18n'
import { keyFrom } from '../form/tree'
import { firstLocale } from './content'
import css from './frame.module.css'
import { languageName, offered } from './languages'
import type { Kind } from './server'
import { startOf, type Wish } from './start'
import { loadBuilderTexts } from './texts'

const kinds: readonly string[] = ['form', 'checklist', 'pipeline'] satisfies Kind[]
const goodKey = /^[a-z][a-z0-9_-]{0,63}$/

const useDefinitions = () => useQuery({ queryKey: keys.definitions, queryFn: () => ask(api.GET('/definitions')).then((r) => r.definitions) })

function useWish() {
  const brand = useBrand()
  const { locale } = useI18n()
  const [wish, set] = useState<Wish>(() => {
    const first = firstLocale(brand.locales, brand.defaultLocale, locale)
    return { key: '', title: '', locales: [first], defaultLocale: first, form: '' }
  })
  const [hasOwnKey, setOwnKey] = useState(false)
  const change = (part: Partial<Wish>): void => {
    if (part.key !== undefined) setOwnKey(true)
    const next = { ...wish, ...part }
    if (part.title !== undefined && !hasOwnKey) next.key = keyFrom(part.title).replaceAll('_', '-')
    if (!next.locales.includes(next.defaultLocale)) next.defaultLocale = next.locales[0] ?? wish.defaultLocale
    set(next)
  }
  return { wish, change }
}

function useCreate(kind: Kind) {
  const { t } = useI18n()
  const client = useQueryClient()
  const navigate = useNavigate()
  const names = { page: t('builder.new.page'), begin: t('builder.new.begin'), end: t('builder.new.end'), start: t('flow.verb.start'), save: t('flow.verb.save'), submit: t('flow.verb.submit') }
  return useMutation({
    mutationFn: (wish: Wish) =>
      ask(api.PUT('/definitions/{kind}/{key}', { params: { path: { kind, key: wish.key } }, body: { body: startOf(kind, wish, names), revision: 0 } })),
    onSuccess: (_, wish) => {
      void client.invalidateQueries({ queryKey: keys.definitions })
      void navigate(`/builder/${kind}/${wish.key}`)
    },
  })
}

interface PartProps {
  wish: Wish
  change: (part: Partial<Wish>) => void
}

function Languages({ wish, change }: PartProps) {
  const { t, locale } = useI18n()
  const { locales } = useBrand()
  const all = [...new Set([...locales, ...offered])]
  const toggle = (tag: string, on: boolean): void => change({ locales: all.filter((each) => (each === tag ? on : wish.locales.includes(each))) })
  return (
    <>
      <Checkbox.Group label={t('builder.new.locales')} value={wish.locales}>
        <div className={css.languages}>
          {all.map((tag) => (
            <Checkbox key={tag} value={tag} label={languageName(tag, locale)} disabled={wish.locales.length === 1 && wish.locales[0] === tag} onChange={(e) => toggle(tag, e.currentTarget.checked)} />
          ))}
        </div>
      </Checkbox.Group>
      <NativeSelect label={t('builder.property.defaultLocale')} description={t('builder.new.defaultLocaleText')} value={wish.defaultLocale} onChange={(e) => change({ defaultLocale: e.currentTarget.value })}>
        {wish.locales.map((tag) => <option key={tag} value={tag}>{languageName(tag, locale)}</option>)}
      </NativeSelect>
    </>
  )
}

function FormChoice({ wish, change, fault }: PartProps & { fault: string | undefined }) {
  const { t, text } = useI18n()
  const forms = (useDefinitions().data ?? []).filter((d) => d.kind === 'form')
  return (
    <NativeSelect label={t('builder.new.forms')} description={t('builder.new.formText')} value={wish.form} error={fault} onChange={(e) => change({ form: e.currentTarget.value })}>
      <option value="">{t('builder.choose')}</option>
      {forms.map((d) => <option key={d.key} value={d.key}>{text(d.title) || d.key}</option>)}
    </NativeSelect>
  )
}

function NewForm({ kind }: { kind: Kind }) {
  const { t } = useI18n()
  const { wish, change } = useWish()
  const [wasSent, setSent] = useState(false)
  const { data } = useDefinitions()
  const create = useCreate(kind)
  const isTaken = data?.some((d) => d.kind === kind && d.key === wish.key) ?? false
  const faults = {
    title: wish.title.trim() === '' ? t('builder.new.titleMissing') : undefined,
    key: isTaken ? t('builder.key.taken') : goodKey.test(wish.key) ? undefined : t('builder.new.keyBad'),
    form: kind === 'pipeline' && wish.form === '' ? t('builder.new.formMissing') : undefined,
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setSent(true)
    if (!create.isPending && !faults.title && !faults.key && !faults.form) create.mutate({ ...wish, title: wish.title.trim() })
  }
  return (
    <form noValidate onSubmit={submit} className={css.newPage}>
      <TextInput autoFocus label={t('builder.title')} description={t('builder.new.titleText')} value={wish.title} error={wasSent && faults.title} onChange={(e) => change({ title: e.currentTarget.value })} />
      <TextInput label={t('builder.property.key')} description={t('builder.new.keyText')} dir="ltr" value={wish.key} error={(wasSent || isTaken) && faults.key} onChange={(e) => change({ key: e.currentTarget.value })} />
      {kind === 'pipeline' && <FormChoice wish={wish} change={change} fault={wasSent ? faults.form : undefined} />}
      <Languages wish={wish} change={change} />
      <FaultNotice error={create.error} />
      <div><Button type="submit" loading={create.isPending} onClick={once()}>{t('builder.new.create')}</Button></div>
    </form>
  )
}

function Page() {
  const { t } = useI18n()
  const { kind = '' } = useParams()
  const home = <Link to="/definitions">{t('desk.definitions.title')}</Link>
  if (!kinds.includes(kind)) return <Empty isPage title={t('desk.missing.title')} glyph="search" action={home} />
  return (
    <>
      <PageHead title={t(`builder.new.${kind as Kind}`)} note={home}>
        {kind === 'form' && <Button component={Link} to="/builder/import" variant="default">{t('importing.title')}</Button>}
      </PageHead>
      <Body><NewForm kind={kind as Kind} /></Body>
    </>
  )
}

/** Begins a form, a checklist or a pipeline, and opens it. */
export function NewPage() {
  return <MoreTexts load={loadBuilderTexts} waiting={<Waiting />}><Page /></MoreTexts>
}
