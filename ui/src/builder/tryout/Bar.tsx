import { ActionIcon, Button, NativeSelect, SegmentedControl } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { Glyph } from '../../desk/parts/Glyph'
import { useI18n } from '../../i18n/I18n'
import { localeOf } from '../../i18n/locale'
import { languageName } from '../frame/languages'
import { type Device, devices } from './Screen'
import { applicant, type Person, type Tryout } from './server'
import css from './tryout.module.css'

interface WhoProps {
  people: readonly Person[]
  who: string
  onChange: (person: string) => void
  isBusy: boolean
}

/** The applicant, or one of the made people of each role. */
export function Who({ people, who, onChange, isBusy }: WhoProps) {
  const { t, text } = useI18n()
  const [chosen, choose] = useState({ from: who, to: who })
  const roles = [...new Set(people.map((p) => p.role))]
  const wanted = chosen.from === who ? chosen.to : who
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (!isBusy && wanted !== who) onChange(wanted)
  }
  return (
    <form className={css.choice} onSubmit={submit}>
      <NativeSelect className={css.who} label={t('tryout.who')} value={wanted} aria-busy={isBusy || undefined} onChange={(e) => choose({ from: who, to: e.currentTarget.value })}>
        <option value={applicant}>{t('flow.by.applicant')}</option>
        {roles.map((role) => {
          const those = people.filter((p) => p.role === role)
          return (
            <optgroup key={role} label={text(those[0]?.roleName) || role}>
              {those.map((p) => <option key={p.id} value={p.id}>{p.name}</option>)}
            </optgroup>
          )
        })}
      </NativeSelect>
      <Button type="submit" variant="default" aria-disabled={isBusy || wanted === who || undefined} data-disabled={isBusy || wanted === who || undefined}>{t('tryout.who.go')}</Button>
    </form>
  )
}

export function Devices({ device, onChange }: { device: Device; onChange: (device: Device) => void }) {
  const { t } = useI18n()
  return (
    <SegmentedControl
      size="xs"
      aria-label={t('tryout.device.title')}
      value={device}
      onChange={(value) => onChange(value as Device)}
      data={(Object.keys(devices) as Device[]).map((value) => ({ value, label: t(`tryout.device.${value}`) }))}
      classNames={{ root: css.devices }}
    />
  )
}

/** The languages of the definition that pages can be shown in. */
export const spoken = (tryout: Tryout): string[] => tryout.locales.filter((tag) => localeOf(tag) !== undefined)

export function Language({ tryout, value, onChange }: { tryout: Tryout; value: string; onChange: (tag: string) => void }) {
  const { t, locale } = useI18n()
  const tags = spoken(tryout)
  if (tags.length < 2) return null
  return (
    <NativeSelect label={t('tryout.language')} className={css.language} value={value} onChange={(e) => onChange(e.currentTarget.value)}>
      {tags.map((tag) => <option key={tag} value={tag}>{languageName(tag, locale)}</option>)}
    </NativeSelect>
  )
}

/** Loads the frame anew, or shows its page in a window of its own. */
export function FrameActions({ onReload, onOpen }: { onReload: () => void; onOpen: () => void }) {
  const { t } = useI18n()
  return (
    <span className={css.frameActions}>
      <ActionIcon variant="default" size={30} aria-label={t('tryout.reload')} title={t('tryout.reload')} onClick={onReload}><Glyph name="rotate" /></ActionIcon>
      <ActionIcon variant="default" size={30} aria-label={t('tryout.ownTab')} title={t('tryout.ownTab')} onClick={onOpen}><Glyph name="open" /></ActionIcon>
    </span>
  )
}
