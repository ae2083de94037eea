import { Modal, Switch } from '@mantine/core'
import { useI18n } from '../../i18n/I18n'
import parts from '../parts/parts.module.css'
import { useFocusBack } from '../parts/useFocusBack'
import css from './HelpDialog.module.css'
import { useShortcutRegistry } from './shortcuts'

/** All shortcuts of the screen; each does what a button or link does too. */
export function HelpDialog({ onClose }: { onClose: () => void }) {
  const { t } = useI18n()
  useFocusBack()
  const { all, isOn, setOn } = useShortcutRegistry()
  return (
    <Modal opened onClose={onClose} title={t('desk.help.title')} closeButtonProps={{ 'aria-label': t('desk.close') }}>
      <div className={parts.stack}>
        <Switch checked={isOn} onChange={(e) => setOn(e.currentTarget.checked)} label={t('desk.help.on')} description={t('desk.help.onHint')} />
        <dl className={css.list}>
          {all().filter((s) => s.label).map((s) => (
            <div key={s.keys} className={css.row}>
              <dt dir="ltr">{s.keys.split(' ').map((k, i) => <kbd key={i} className={parts.kbd}>{k}</kbd>)}</dt>
              <dd>{s.label}</dd>
            </div>
          ))}
        </dl>
      </div>
    </Modal>
  )
}
