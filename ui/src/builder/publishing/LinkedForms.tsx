import { Checkbox } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { api, ask } from '../../api/client'
import { Dialog } from '../../desk/parts/Dialog'
import { LoadFault } from '../../desk/parts/LoadFault'
import { Notice } from '../../desk/parts/Notice'
import { ListSkeleton } from '../../desk/parts/Table'
import { keys } from '../../desk/query/keys'
import { useI18n } from '../../i18n/I18n'
import { LinkedLine } from '../form/sections/SectionProp'
import { type LinkRow, useLinks } from '../form/sections/server'
import css from './publishing.module.css'

/** The forms that link to the section that is to be published. They stay as they are until they are brought to it. */
export function LinkedForms({ section }: { section: string }) {
  const { t } = useI18n()
  const { data } = useLinks(section)
  if (!data) return null
  return (
    <section className={css.panel} aria-label={t('section.linked')}>
      <h3>{t('section.linked')}</h3>
      {data.links.length === 0 ? <p>{t('section.linkedNone')}</p> : <p>{t('section.publishText')}</p>}
      <ul>{data.links.map((row) => <li key={`${row.key} ${row.link}`}><LinkedLine row={row} /></li>)}</ul>
    </section>
  )
}

/** A form with links that do not stand at the newest version. */
export interface Behind {
  form: LinkRow
  links: LinkRow[]
  /** One of them equals no version: what was changed by hand would be lost. */
  isByHand: boolean
}

/** The forms that could be brought to the newest version, each once. */
export function behind(rows: readonly LinkRow[]): Behind[] {
  const old = rows.filter((row) => row.version < row.newest)
  return [...new Set(old.map(({ key }) => key))].map((key) => {
    const links = old.filter((row) => row.key === key)
    return { form: links[0]!, links, isByHand: links.some((row) => row.version === 0) }
  })
}

function useBring(section: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (rows: readonly LinkRow[]) =>
      ask(api.POST('/definitions/form/{key}/links', { params: { path: { key: section } }, body: { forms: rows.map((row) => ({ key: row.key, revision: row.draftRevision })) } })),
    onSettled: () => client.invalidateQueries({ queryKey: keys.definitions }),
  })
}

/** After a section was published: brings the drafts of the forms that link to it to the new version, those that one chooses. */
export function BringForms({ section, number, onClose }: { section: string; number: number; onClose: () => void }) {
  const { t } = useI18n()
  const { data, error, refetch, isFetching } = useLinks(section)
  const bring = useBring(section)
  const [own, setOwn] = useState<readonly string[]>()
  const [brought, setBrought] = useState<readonly LinkRow[]>()
  const title = t('section.bringTitle', { number: String(number) })
  if (brought) return <Brought title={title} rows={brought} onClose={onClose} />
  const rows = behind(data?.links ?? [])
  const wanted = own ?? rows.filter((row) => !row.isByHand).map((row) => row.form.key)
  const chosen = rows.map((row) => row.form).filter(({ key }) => wanted.includes(key))
  const submit = (): void => bring.mutate(chosen, { onSuccess: () => setBrought(chosen) })
  const reload = (): void => {
    bring.reset()
    void refetch()
  }
  return (
    <Dialog wide title={title} action={chosen.length > 0 ? t('section.bring', { n: chosen.length }) : undefined} busy={bring.isPending} error={bring.error} reload={reload} onSubmit={submit} onClose={onClose}>
      {!data && (error ? <LoadFault error={error} retry={() => void refetch()} /> : <ListSkeleton rows={2} />)}
      {data && !isFetching && rows.length === 0 && <p>{t('section.bringNone')}</p>}
      {rows.length > 0 && (
        <Checkbox.Group label={t('section.bringLabel')} description={t('section.bringText')} value={chosen.map(({ key }) => key)} onChange={setOwn}>
          <div className={css.section} data-spaced="">{rows.map((row) => <OneForm key={row.form.key} {...row} />)}</div>
        </Checkbox.Group>
      )}
    </Dialog>
  )
}

function OneForm({ form, links, isByHand }: Behind) {
  const { t, text } = useI18n()
  return (
    <div>
      <Checkbox value={form.key} label={text(form.title) || form.key} description={isByHand && t('section.takeText')} />
      <ul>{links.map((row) => <li key={row.link}><LinkedLine row={row} /></li>)}</ul>
    </div>
  )
}

function Brought({ title, rows, onClose }: { title: string; rows: readonly LinkRow[]; onClose: () => void }) {
  const { t, text } = useI18n()
  return (
    <Dialog wide title={title} busy={false} onSubmit={onClose} onClose={onClose}>
      <Notice tone="success" role="status" title={t('section.brought', { n: rows.length })}><p>{t('section.broughtText')}</p></Notice>
      <ul className={css.section}>{rows.map((row) => <li key={row.key}><Link className={css.target} to={`/builder/form/${row.key}`} target="_blank" rel="noopener">{text(row.title) || row.key}</Link></li>)}</ul>
    </Dialog>
  )
}
