import { Radio, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { Dialog } from '../../desk/parts/Dialog'
import { useI18n } from '../../i18n/I18n'
import css from './gallery.module.css'
import { type Part, type TemplateView, useInstall } from './queries'

const goodKey = /^[a-z][a-z0-9-]{0,59}$/
const idOf = (part: Part): string => `${part.kind}/${part.key}`

/** Keys to go on with, where those of the template are taken. */
const fresh = (parts: readonly Part[]): Record<string, string> => Object.fromEntries(parts.filter((p) => p.taken === 'other').map((p) => [idOf(p), `${p.key}-2`.slice(0, 60)]))

function useInstalling(view: TemplateView, onClose: () => void) {
  const { t } = useI18n()
  const navigate = useNavigate()
  const install = useInstall()
  const [mode, setMode] = useState(view.parts.some((p) => p.taken === 'other') ? 'beside' : 'asIs')
  const [keys, setKeys] = useState<Record<string, string>>(() => ({ ...Object.fromEntries(view.parts.map((p) => [idOf(p), p.taken ? `${p.key}-2`.slice(0, 60) : p.key])), ...fresh(view.parts) }))
  const wrong = (part: Part): string | undefined => {
    if (mode !== 'beside') return undefined
    const key = keys[idOf(part)] ?? ''
    if (!goodKey.test(key)) return t('gallery.keyBad')
    if (part.taken === 'other' && key === part.key) return t('gallery.keyTaken')
    return view.parts.some((p) => p !== part && p.kind === part.kind && keys[idOf(p)] === key) ? t('gallery.keyTwice') : undefined
  }
  const submit = (): void => {
    if (view.parts.some((p) => wrong(p))) return
    install.mutate({ template: view.row.key, ...(mode === 'beside' && { keys }) }, {
      onSuccess: () => {
        onClose()
        const made = (kind: Part['kind']): string | undefined => view.parts.filter((p) => p.kind === kind).map((p) => (mode === 'beside' ? (keys[idOf(p)] ?? p.key) : p.key))[0]
        void navigate('/definitions', { state: { installed: { title: view.row.title, pipeline: made('pipeline'), form: made('form') } } })
      },
    })
  }
  return { mode, setMode, keys, setKeys, wrong, submit, busy: install.isPending, error: install.error }
}

/** Asks under which keys a template is installed, and says what happens to what the tenant has. */
export function InstallDialog({ view, onClose }: { view: TemplateView; onClose: () => void }) {
  const { t, text } = useI18n()
  const form = useInstalling(view, onClose)
  const taken = view.parts.filter((p) => p.taken)
  return (
    <Dialog wide title={t('gallery.installTitle', { title: text(view.row.title) })} action={t('desk.templates.install')} busy={form.busy} error={form.error} onSubmit={form.submit} onClose={onClose}>
      <p>{t('gallery.installText')}</p>
      {taken.length > 0 && (
        <Radio.Group label={t('gallery.takenTitle', { n: taken.length })} value={form.mode} onChange={form.setMode}>
          <div className={css.choices}>
            <Radio value="beside" label={t('gallery.beside')} description={t('gallery.besideText')} />
            <Radio value="asIs" label={t('gallery.over')} description={t(taken.some((p) => p.taken === 'other') ? 'gallery.overText' : 'gallery.sameText')} />
          </div>
        </Radio.Group>
      )}
      <ul className={css.parts}>
        {view.parts.map((part) => (
          <li key={idOf(part)}>
            <span>{t(`desk.kind.${part.kind}`)}: <strong>{text(part.title) || part.key}</strong></span>
            {form.mode === 'beside'
              ? <TextInput aria-label={t('gallery.keyOf', { title: `${t(`desk.kind.${part.kind}`)} ${text(part.title)}` })} dir="ltr" maxLength={60} value={form.keys[idOf(part)] ?? ''} error={form.wrong(part)} onChange={(e) => form.setKeys({ ...form.keys, [idOf(part)]: e.currentTarget.value })} />
              : <code dir="ltr" className={css.quiet}>{part.key}</code>}
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
