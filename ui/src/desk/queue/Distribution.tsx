import { Button, Radio } from '@mantine/core'
import { useState } from 'react'
import { useI18n } from '../../i18n/I18n'
import { Dialog } from '../parts/Dialog'
import { isStale } from '../parts/fault'
import { Glyph } from '../parts/Glyph'
import { LoadFault } from '../parts/LoadFault'
import { useSay } from '../parts/toast'
import { Waiting } from '../parts/Waiting'
import { useQueueSettings, useSaveQueueSettings } from '../query/inbox'
import type { Queue } from '../query/queues'
import { may } from '../query/session'
import { useMe } from '../session/RequireSession'
import css from './inbox.module.css'

const ways = ['off', 'round-robin'] as const

/** How the cases that enter a queue find somebody, to be changed. */
export function DistributionDialog({ queue, onClose }: { queue: Pick<Queue, 'key' | 'name'>; onClose: () => void }) {
  const { t, text } = useI18n()
  const say = useSay()
  const { data, error, refetch } = useQueueSettings(queue.key)
  const save = useSaveQueueSettings(queue.key)
  const [wish, setWish] = useState<(typeof ways)[number]>()
  const chosen = wish ?? data?.assignment ?? 'off'
  const submit = (): void =>
    save.mutate({ assignment: chosen, revision: data?.revision ?? 0 }, {
      onSuccess: () => {
        say(t('inbox.settings.saved'))
        onClose()
      },
    })
  const again = (): void => {
    save.reset()
    void refetch()
  }
  return (
    <Dialog title={t('inbox.settings.title', { queue: text(queue.name) })} action={data && t('inbox.settings.save')} busy={save.isPending} error={save.error} reload={isStale(save.error) ? again : undefined} onSubmit={submit} onClose={onClose}>
      {!data && (error ? <LoadFault error={error} retry={() => void refetch()} /> : <Waiting />)}
      {data && (
        <Radio.Group label={t('inbox.settings.label')} value={chosen} onChange={(v) => setWish(ways.find((w) => w === v))}>
          {ways.map((w) => <Radio key={w} value={w} label={t(`inbox.settings.${w}`)} mt="xs" />)}
        </Radio.Group>
      )}
      <p className={css.note}>{t('inbox.settings.note')}</p>
    </Dialog>
  )
}

/** How the cases of the queue find somebody, for who may change it. */
export function Distribution({ queue }: { queue: Queue }) {
  const { t } = useI18n()
  const me = useMe()
  const [isOpen, setOpen] = useState(false)
  if (!may(me, 'queue', 'manage')) return null
  return (
    <>
      <Button variant="default" leftSection={<Glyph name="people" />} onClick={() => setOpen(true)}>{t('inbox.settings')}</Button>
      {isOpen && <DistributionDialog queue={queue} onClose={() => setOpen(false)} />}
    </>
  )
}
