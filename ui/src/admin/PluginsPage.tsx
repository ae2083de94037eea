import { Button, Checkbox, PasswordInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useMemo, useState } from 'react'
import { api, ask, FaultError, type Schemas } from '../api/client'
import { isStale } from '../desk/parts/fault'
import { FaultNotice } from '../desk/parts/FaultNotice'
import { Leaving } from '../desk/parts/Leaving'
import { LoadFault } from '../desk/parts/LoadFault'
import { once } from '../desk/parts/once'
import { PageHead } from '../desk/parts/PageHead'
import { type Member, Setting, type SettingProps, useSettingWords } from '../desk/parts/Setting'
import { Body, ListSkeleton, Stack } from '../desk/parts/Table'
import { useSay } from '../desk/parts/toast'
import { Waiting } from '../desk/parts/Waiting'
import { may } from '../desk/query/session'
import { useMe } from '../desk/session/RequireSession'
import { MoreTexts, useI18n } from '../i18n/I18n'
import css from './admin.module.css'
import { MailTest, SmsTest } from './ChannelTest'
import { loadPluginTexts } from './texts'

type Plugin = Schemas['Plugin']
type Values = Readonly<Record<string, unknown>>

const key = ['plugins']
const usePlugins = () => useQuery({ queryKey: key, queryFn: () => ask(api.GET('/plugins')).then((r) => r.plugins), staleTime: 0, refetchOnWindowFocus: false })

function useSavePlugin(plugin: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: Schemas['SavePlugin']) => ask(api.PUT('/plugins/{plugin}', { params: { path: { plugin } }, body })),
    onSuccess: (next) => client.setQueryData<Plugin[]>(key, (all) => all?.map((p) => (p.key === plugin ? next : p))),
    gcTime: 0, // what was typed may hold a secret
  })
}

/** A secret is written and never read: whether it is there is all that is known. */
function Secret({ name, member, value, isKept, error, onChange }: SettingProps & { isKept: boolean }) {
  const { t } = useI18n()
  const { label, description } = useSettingWords(name, member)
  return (
    <div>
      <PasswordInput
        label={label} description={isKept ? t('settings.plugins.secretSet') : description} dir="ltr" autoComplete="new-password"
        maxLength={member.maxLength} value={typeof value === 'string' ? value : ''} error={error} onChange={(e) => onChange(e.currentTarget.value || undefined)} visibilityToggleButtonProps={{ 'aria-label': t('desk.login.show'), tabIndex: 0 }}
      />
      {isKept && <Checkbox mt="xs" size="xs" label={t('settings.plugins.forget')} checked={value === ''} onChange={(e) => onChange(e.currentTarget.checked ? '' : undefined)} />}
    </div>
  )
}

/** What the server found wrong, by the name of the setting. */
function problemsOf(error: unknown): Record<string, string> {
  if (!(error instanceof FaultError)) return {}
  return Object.fromEntries((error.fault.violations ?? []).map((v) => [v.path.split('/')[1] ?? '', v.message]))
}

/** The settings of one plugin, drawn from their schema. */
function Settings({ plugin, reload }: { plugin: Plugin; reload: () => void }) {
  const { t, text } = useI18n()
  const say = useSay()
  const schema = useMemo(() => JSON.parse(plugin.schema) as Member, [plugin.schema])
  const save = useSavePlugin(plugin.key)
  const [edit, setEdit] = useState<Values>({})
  const values: Values = { ...plugin.settings, ...edit }
  const isChanged = Object.entries(edit).some(([name, value]) => value !== undefined && value !== plugin.settings[name])
  const problems = problemsOf(save.error)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (save.isPending || !isChanged) return
    const settings = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))
    save.mutate({ settings, revision: plugin.revision }, {
      onSuccess: () => {
        setEdit({})
        save.reset()
        say(t('settings.plugins.saved'))
      },
    })
  }
  const title = text(schema['x-text']) || schema.title || plugin.key
  const takeOver = (): void => {
    reload()
    save.reset()
  }
  return (
    <form noValidate onSubmit={submit} aria-label={title}>
      <h2>{title}</h2>
      {schema['x-hint'] && <p className={css.quiet}>{text(schema['x-hint'])}</p>}
      <Stack>
        {Object.entries(schema.properties ?? {}).map(([name, member]) => {
          const one = { name, member, error: problems[name], onChange: (value: unknown) => setEdit({ ...edit, [name]: value }) }
          return member.writeOnly ? <Secret key={name} {...one} value={edit[name]} isKept={plugin.secrets.includes(name)} /> : <Setting key={name} {...one} value={values[name]} />
        })}
        <FaultNotice error={save.error} retry={isStale(save.error) ? takeOver : undefined} />
        <div><Button type="submit" loading={save.isPending} aria-disabled={!isChanged || undefined} data-disabled={!isChanged || undefined} onClick={once()}>{t('desk.save')}</Button></div>
      </Stack>
      <Leaving unsaved={isChanged} />
    </form>
  )
}

/** The settings of a plugin, and below those of a channel the way to try it as it is kept. */
function Section({ plugin, reload }: { plugin: Plugin; reload: () => void }) {
  const canWrite = may(useMe(), 'definition', 'write')
  return (
    <div className={css.plugin}>
      <Settings plugin={plugin} reload={reload} />
      {plugin.key === 'email' && canWrite && <div className={css.tests}><MailTest /></div>}
      {plugin.key === 'sms' && <SmsTest />}
    </div>
  )
}

function Page() {
  const { t } = useI18n()
  const { data, error, refetch } = usePlugins()
  return (
    <>
      <PageHead title={t('settings.plugins')} note={t('settings.plugins.note')} />
      {!data && error ? <LoadFault error={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <ListSkeleton rows={6} /> : null}
      {data && (
        <Body>
          {data.length === 0 && <p>{t('settings.plugins.none')}</p>}
          {data.map((plugin) => <Section key={plugin.key} plugin={plugin} reload={() => void refetch()} />)}
        </Body>
      )}
    </>
  )
}

/** What the tenant sets of plugins for itself. */
export function PluginsPage() {
  return <MoreTexts load={loadPluginTexts} waiting={<Waiting />}><Page /></MoreTexts>
}
