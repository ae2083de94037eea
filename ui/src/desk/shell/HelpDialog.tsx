import { Modal, Switch } from '@mantine/core'
import { useI18n } from '../../i18n/I18n'
import parts from '../parts/parts.module.css'
import { useFocusBack } from '../parts/useFocusBack'
import css from './HelpDialog.module.css'
import { keyName } from './commands'
import { type Shortcut, useShortcutRegistry } from './shortcuts'

function Keys({ title, list }: { title: string; list: readonly Shortcut[] }) {
  if (list.length === 0) return null
  return (
    <section aria-label={title}>
      <h3 className={css.title}>{title}</h3>
      <dl className={css.list}>
        {list.map((s) => (
          <div key={`${s.keys} ${s.label ?? ''}`} className={css.row}>
            <dt dir="ltr">{s.keys.split(' ').map((k, i) => <kbd key={i} className={parts.kbd}>{keyName(k)}</kbd>)}</dt>
            <dd>{s.label}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

/** All shortcuts of the screen; each does what a button or link does too. */
export function HelpDialog({ onClose }: { onClose: () => void }) {
  const { t } = useI18n()
  useFocusBack()
  const { all, isOn, setOn } = useShortcutRegistry()
  const listed = all().filter((s) => s.label)
  return (
    <Modal opened onClose={onClose} title={t('desk.help.title')} closeButtonProps={{ 'aria-label': t('desk.close') }}>
      <div className={parts.stack}>
        <Switch checked={isOn} onChange={(e) => setOn(e.currentTarget.checked)} label={t('desk.help.on')} description={t('desk.help.onHint')} />
        <Keys title={t('palette.here')} list={listed.filter((s) => !s.isEverywhere)} />
        <Keys title={t('palette.everywhere')} list={listed.filter((s) => s.isEverywhere)} />
      </div>
    </Modal>
  )
}
