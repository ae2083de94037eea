import { Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { useI18n } from '../i18n/I18n'
import { intlTag } from '../i18n/locale'
import { type Choice, lastDays, presets } from './choice'
import css from './cockpit.module.css'
import type { Cockpit } from './queries'

interface FiltersProps {
  head: Cockpit
  choice: Choice
  change: (next: Partial<Choice>) => void
}

function Period({ head, choice, change }: FiltersProps) {
  const { t } = useI18n()
  const isLast = (days: number): boolean => {
    const { from, to } = lastDays(head.today, days)
    return from === choice.from && to === choice.to
  }
  const preset = presets.find(isLast)
  return (
    <>
      <NativeSelect
        label={t('cockpit.period')}
        value={preset === undefined ? '' : String(preset)}
        data={[...presets.map((n) => ({ value: String(n), label: t('cockpit.lastDays', { n }) })), { value: '', label: t('cockpit.custom') }]}
        onChange={(e) => e.currentTarget.value && change(lastDays(head.today, Number(e.currentTarget.value)))}
      />
      <TextInput type="date" label={t('cockpit.from')} value={choice.from} max={choice.to} onChange={(e) => e.currentTarget.value && change({ from: e.currentTarget.value })} />
      <TextInput type="date" label={t('cockpit.to')} value={choice.to} min={choice.from} onChange={(e) => e.currentTarget.value && change({ to: e.currentTarget.value })} />
    </>
  )
}

/** What the figures are about; all of it stands in the address. */
export function Filters({ head, choice, change }: FiltersProps) {
  const { t, find, text, locale } = useI18n()
  const languages = new Intl.DisplayNames([intlTag(locale)], { type: 'language' })
  const any = { value: '', label: t('cockpit.any') }
  const way = (key: string): string => find(`cockpit.way.${key}`) ?? key
  return (
    <form className={css.filters} aria-label={t('cockpit.filters')} onSubmit={(e) => e.preventDefault()}>
      <NativeSelect label={t('cockpit.pipeline')} value={choice.pipeline} data={head.pipelines.map((p) => ({ value: p.key, label: text(p.name) }))} onChange={(e) => change({ pipeline: e.currentTarget.value, channel: '', language: '', device: '' })} />
      <Period head={head} choice={choice} change={change} />
      <NativeSelect label={t('cockpit.channel')} value={choice.channel} data={[any, ...head.channels.map((c) => ({ value: c, label: way(c) }))]} onChange={(e) => change({ channel: e.currentTarget.value })} />
      <NativeSelect label={t('cockpit.language')} value={choice.language} data={[any, ...head.languages.map((l) => ({ value: l, label: languages.of(l) ?? l }))]} onChange={(e) => change({ language: e.currentTarget.value })} />
      <NativeSelect label={t('cockpit.device')} value={choice.device} data={[any, ...head.devices.map((d) => ({ value: d, label: way(d) }))]} onChange={(e) => change({ device: e.currentTarget.value })} />
      {choice.part === 'team' && <NativeSelect label={t('cockpit.role')} value={choice.role} data={[any, ...head.roles.map((r) => ({ value: r.key, label: text(r.name) }))]} onChange={(e) => change({ role: e.currentTarget.value })} />}
      <Checkbox className={css.compare} label={t('cockpit.compare')} checked={choice.isCompared} onChange={(e) => change({ isCompared: e.currentTarget.checked })} />
    </form>
  )
}
