import { NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { Dialog } from '../../desk/parts/Dialog'
import { useBench } from './bench'
import * as commands from './commands'
import { useSpeech } from './editing'

/** Asks where a new transition leads. */
export function ConnectDialog({ from }: { from: string }) {
  const { t, text } = useSpeech()
  const { p, run, rename, closeConnect, wording } = useBench()
  const [to, setTo] = useState(p.stages.find((s) => s.key !== from)?.key ?? from)
  const nameOf = (key: string): string => text(p.stages.find((s) => s.key === key)?.name) || key
  const submit = (): void => {
    closeConnect()
    run(commands.addTransition(p, from, to, wording('way')))
    rename()
  }
  return (
    <Dialog title={t('flow.connect.title', { name: from ? nameOf(from) : t('flow.outside.start') })} action={t('flow.connect.action')} busy={false} onSubmit={submit} onClose={closeConnect}>
      <NativeSelect data-autofocus label={t('flow.transition.to')} value={to} onChange={(e) => setTo(e.currentTarget.value)}>
        {p.stages.map((s) => <option key={s.key} value={s.key}>{text(s.name) || s.key}</option>)}
        {from !== '' && <option value="">{t('flow.outside.removed')}</option>}
      </NativeSelect>
    </Dialog>
  )
}
