import { Button, Checkbox, NativeSelect, PasswordInput, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useMemo, useState } from 'react'
import { api, ask, FaultError, type Schemas } from '../api/client'
import { isStale } from '../desk/parts/fault'
import { FaultNotice } from '../desk/parts/FaultNotice'
import { Leaving } from '../desk/parts/Leaving'
import { LoadFault } from '../desk/parts/LoadFault'
import { once } from '../desk/parts/once'
import { PageHead } from '../desk/parts/PageHead'
import { Body, ListSkeleton, Stack } from '../desk/parts/Table'
import { useSay } from '../desk/parts/toast'
import { Waiting } from '../desk/parts/Waiting'
import type { Text } from '../fields/types'
import { MoreTexts, useI18n } from '../i18n/I18n'
import css from './admin.module.css'
import { loadSettingTexts } from './texts'

type Plugin = Schemas['Plugin']
type Values = Readonly<Record<string, unknown>>

/** The part of JSON Schema that settings are written in; x-text and x-hint are texts by language. */
interface Member {
  type?: string
  title?: string
  enum?: string[]
  maxLength?: number
  writeOnly?: boolean
  'x-text'?: Text
  'x-hint'?: Text
}

interface Schema extends Member {
  properties?: Record<string, Member>
}

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

interface FieldProps {
  name: string
  member: Member
  value: unknown
  isKept: boolean
  error: string | undefined
  onChange: (value: unknown) => void
}

/** A secret is written and never read: whether it is there is all that is known. */
function Secret({ name, member, value, isKept, error, onChange }: FieldProps) {
  const { t, text } = useI18n()
  return (
    <div>
      <PasswordInput
        label={text(member['x-text']) || member.title || name} description={isKept ? t('settings.plugins.secretSet') : text(member['x-hint']) || undefined} dir="ltr" autoComplete="new-password"
        maxLength={member.maxLength} value={typeof value === 'string' ? value : ''} error={error} onChange={(e) => onChange(e.currentTarget.value || undefined)} visibilityToggleButtonProps={{ 'aria-label': t('desk.login.show'), tabIndex: 0 }}
      />
      {isKept && <Checkbox mt="xs" size="xs" label={t('settings.plugins.forget')} checked={value === ''} onChange={(e) => onChange(e.currentTarget.checked ? '' : undefined)} />}
    </div>
  )
}

/** One setting, by its type. */
function Setting(props: FieldProps) {
  const { name, member, value, error, onChange } = props
  const { text } = useI18n()
  const label = text(member['x-text']) || member.title || name
  const description = text(member['x-hint']) || undefined
  if (member.writeOnly) return <Secret {...props} />
  if (member.type === 'boolean') return <Checkbox label={label} description={description} error={error} checked={value === true} onChange={(e) => onChange(e.currentTarget.checked)} />
  const shown = typeof value === 'string' || typeof value === 'number' ? String(value) : ''
  if (member.enum) {
    return (
      <NativeSelect label={label} description={description} error={error} value={shown} onChange={(e) => onChange(e.currentTarget.value)}>
        <option value="" />
        {member.enum.map((each) => <option key={each} value={each}>{each}</option>)}
      </NativeSelect>
    )
  }
  const isNumber = member.type === 'integer' || member.type === 'number'
  const typed = (raw: string): unknown => (isNumber && raw !== '' && !Number.isNaN(Number(raw)) ? Number(raw) : raw)
  return <TextInput label={label} description={description} error={error} inputMode={isNumber ? 'numeric' : undefined} maxLength={member.maxLength} value={shown} onChange={(e) => onChange(typed(e.currentTarget.value))} />
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
  const schema = useMemo(() => JSON.parse(plugin.schema) as Schema, [plugin.schema])
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
  const takeOver = (): void => {
    reload()
    save.reset()
  }
  return (
    <form noValidate onSubmit={submit} className={css.plugin}>
      <h2>{text(schema['x-text']) || schema.title || plugin.key}</h2>
      {schema['x-hint'] && <p className={css.quiet}>{text(schema['x-hint'])}</p>}
      <Stack>
        {Object.entries(schema.properties ?? {}).map(([name, member]) => (
          <Setting key={name} name={name} member={member} value={member.writeOnly ? edit[name] : values[name]} isKept={plugin.secrets.includes(name)} error={problems[name]} onChange={(value) => setEdit({ ...edit, [name]: value })} />
        ))}
        <FaultNotice error={save.error} retry={isStale(save.error) ? takeOver : undefined} />
        <div><Button type="submit" loading={save.isPending} aria-disabled={!isChanged || undefined} data-disabled={!isChanged || undefined} onClick={once()}>{t('desk.save')}</Button></div>
      </Stack>
      <Leaving unsaved={isChanged} />
    </form>
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
          {data.map((plugin) => <Settings key={plugin.key} plugin={plugin} reload={() => void refetch()} />)}
        </Body>
      )}
    </>
  )
}

/** What the tenant sets of plugins for itself. */
export function PluginsPage() {
  return <MoreTexts load={loadSettingTexts} waiting={<Waiting />}><Page /></MoreTexts>
}
