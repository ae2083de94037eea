import { Button, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ChangeEvent, useRef, useState } from 'react'
import { api, ask, type Schemas } from '../api/client'
import { applyAccent } from '../design/brand'
import { isStale } from '../desk/parts/fault'
import { FaultNotice } from '../desk/parts/FaultNotice'
import { Leaving } from '../desk/parts/Leaving'
import { LoadFault } from '../desk/parts/LoadFault'
import { once } from '../desk/parts/once'
import { PageHead } from '../desk/parts/PageHead'
import { rebase } from '../desk/parts/rebase'
import { Body, ListSkeleton } from '../desk/parts/Table'
import { useSay } from '../desk/parts/toast'
import { Waiting } from '../desk/parts/Waiting'
import { may } from '../desk/query/session'
import { useMe } from '../desk/session/RequireSession'
import { MoreTexts, useI18n } from '../i18n/I18n'
import { BrandPreview } from './BrandPreview'
import css from './brand.module.css'
import { Contrast } from './Contrast'
import { loadSettingTexts } from './texts'

type Brand = Schemas['Brand']
export type Look = Pick<Brand, 'accent' | 'logo' | 'contact' | 'footer' | 'privacy'>

const lookOf = ({ accent, logo, contact, footer, privacy }: Brand): Look => ({ accent, logo, contact: contact ?? '', footer: footer ?? '', privacy: privacy ?? '' })

const key = ['brand']
const maxLogo = 64 * 1024
const goodAccent = /^#[0-9a-f]{6}$/i

const useBrandKit = () => useQuery({ queryKey: key, queryFn: () => ask(api.GET('/brand')), staleTime: 0 })

function useSaveBrand() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: Schemas['SaveBrand']) => ask(api.PUT('/brand', { body })),
    onSuccess: (next) => client.setQueryData(key, next),
  })
}

const dataUrl = (file: File): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result))
    reader.onerror = () => reject(reader.error ?? new Error('unreadable'))
    reader.readAsDataURL(file)
  })

/** The logo as it is, another one, or none. What a file really is, the server looks at. */
function LogoField({ logo, canChange, onChange }: { logo: string | undefined; canChange: boolean; onChange: (logo: string | undefined) => void }) {
  const { t } = useI18n()
  const input = useRef<HTMLInputElement>(null)
  const [fault, setFault] = useState('')
  const take = (event: ChangeEvent<HTMLInputElement>): void => {
    const file = event.currentTarget.files?.[0]
    event.currentTarget.value = ''
    if (!file) return
    if (!['image/png', 'image/jpeg', 'image/webp'].includes(file.type)) return setFault(t('settings.logo.type'))
    if (file.size > maxLogo) return setFault(t('settings.logo.size'))
    setFault('')
    dataUrl(file).then(onChange, () => setFault(t('settings.logo.type')))
  }
  return (
    <fieldset className={css.logoField}>
      <legend>{t('settings.logo')}</legend>
      <p className={css.quiet}>{t('settings.logo.hint')}</p>
      {logo ? <img className={css.logo} src={logo} alt={t('settings.logo')} /> : <p className={css.quiet}>{t('settings.logo.none')}</p>}
      {canChange && (
        <div className={css.buttons}>
          <input ref={input} type="file" accept="image/png,image/jpeg,image/webp" className={css.file} tabIndex={-1} aria-hidden="true" onChange={take} />
          <Button variant="default" onClick={() => input.current?.click()}>{t(logo ? 'settings.logo.other' : 'settings.logo.choose')}</Button>
          {logo && <Button variant="default" onClick={() => onChange(undefined)}>{t('settings.logo.remove')}</Button>}
        </div>
      )}
      {fault && <p role="alert" className={css.fault}>{fault}</p>}
    </fieldset>
  )
}

function useLook(brand: Brand, reload: () => Promise<Brand | undefined>) {
  const { t } = useI18n()
  const say = useSay()
  const save = useSaveBrand()
  const [base, setBase] = useState(brand)
  const [look, setLook] = useState(() => lookOf(brand))
  const isChanged = look.accent !== base.accent || look.logo !== base.logo || (['contact', 'footer', 'privacy'] as const).some((part) => (look[part] ?? '') !== (base[part] ?? ''))
  const store = (): void => {
    if (!goodAccent.test(look.accent)) return
    save.mutate({ accent: look.accent, contact: look.contact, footer: look.footer, privacy: look.privacy, ...(look.logo && { logo: look.logo }), revision: base.revision ?? 0 }, {
      onSuccess: (next) => {
        setBase(next)
        setLook(lookOf(next))
        applyAccent(next.accent)
        say(t('settings.brand.saved'))
      },
    })
  }
  const takeOver = (): void => {
    void reload().then((next) => {
      if (!next) return
      setBase(next)
      setLook((mine) => rebase(lookOf(base), mine, lookOf(next)))
    })
    save.reset()
  }
  const retry = isStale(save.error) ? takeOver : undefined
  return { look, change: (part: Partial<Look>) => setLook({ ...look, ...part }), isChanged, save, store, retry }
}

function Editor({ brand, reload }: { brand: Brand; reload: () => Promise<Brand | undefined> }) {
  const { t } = useI18n()
  const { look, change, isChanged, save, store, retry } = useLook(brand, reload)
  const canChange = may(useMe(), 'brand', 'manage')
  const bad = !goodAccent.test(look.accent)
  return (
    <Body>
      <div className={css.columns}>
        <div className={css.form}>
          <div className={css.accent}>
            <input type="color" className={css.color} aria-label={t('settings.accent.pick')} disabled={!canChange} value={bad ? '#000000' : look.accent} onChange={(e) => change({ accent: e.currentTarget.value })} />
            <TextInput className={css.hex} label={t('settings.accent')} description={t('settings.accent.hint')} dir="ltr" maxLength={7} readOnly={!canChange} value={look.accent} error={bad && t('settings.accent.bad')} onChange={(e) => change({ accent: e.currentTarget.value.trim() })} />
          </div>
          <Contrast accent={look.accent} />
          <LogoField logo={look.logo} canChange={canChange} onChange={(logo) => change({ logo })} />
          <Textarea label={t('settings.contact')} description={t('settings.contact.hint')} maxLength={300} autosize minRows={2} readOnly={!canChange} value={look.contact} onChange={(e) => change({ contact: e.currentTarget.value })} />
          <Textarea label={t('settings.footer')} description={t('settings.footer.hint')} maxLength={300} autosize minRows={2} readOnly={!canChange} value={look.footer} onChange={(e) => change({ footer: e.currentTarget.value })} />
          <Textarea label={t('settings.privacy')} description={t('settings.privacy.hint')} maxLength={300} autosize minRows={1} readOnly={!canChange} value={look.privacy} onChange={(e) => change({ privacy: e.currentTarget.value })} />
          <FaultNotice error={save.error} retry={retry} />
          {canChange && <div><Button loading={save.isPending} aria-disabled={!isChanged || bad || undefined} data-disabled={!isChanged || bad || undefined} onClick={once(() => isChanged && store())}>{t('desk.save')}</Button></div>}
        </div>
        <BrandPreview name={brand.name} look={look} />
      </div>
      <Leaving unsaved={isChanged} />
    </Body>
  )
}

function Page() {
  const { t } = useI18n()
  const { data, error, refetch } = useBrandKit()
  return (
    <>
      <PageHead title={t('settings.brand')} note={t('settings.brand.note')} />
      {!data && error ? <LoadFault error={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <ListSkeleton rows={6} /> : null}
      {data && <Editor brand={data} reload={() => refetch().then((r) => r.data)} />}
    </>
  )
}

/** How the tenant looks to applicants: colour, logo, where to ask for help. */
export function BrandPage() {
  return <MoreTexts load={loadSettingTexts} waiting={<Waiting />}><Page /></MoreTexts>
}
