import { Button } from '@mantine/core'
import { useState } from 'react'
import { useI18n } from '../../i18n/I18n'
import css from './case.module.css'
import { useOpenCase } from './context'
import type { Done } from './Outcome'
import { chosen } from './packet'
import { PacketDialog } from './PacketDialog'

/** What is being put together to ask for, always in sight while ticking. */
export function PacketBar({ onDone }: { onDone: (done: Done) => void }) {
  const { t } = useI18n()
  const { packet, file } = useOpenCase()
  const [isPreview, setPreview] = useState(false)
  const n = chosen(packet, file.requestable).length
  return (
    <div className={css.packet} role="region" aria-label={t('desk.packet.title')}>
      <div className={css.packetText}>
        <strong role="status">{t('desk.packet.count', { n })}</strong>
        <span className={css.quiet}>{t('desk.packet.hint')}</span>
      </div>
      <Button aria-disabled={n === 0 || undefined} data-disabled={n === 0 || undefined} onClick={() => n > 0 && setPreview(true)}>{t('desk.packet.preview')}</Button>
      <Button variant="default" onClick={packet.close}>{t('desk.cancel')}</Button>
      {isPreview && <PacketDialog onDone={onDone} onClose={() => setPreview(false)} />}
    </div>
  )
}
