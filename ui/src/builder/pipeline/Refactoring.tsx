import { NativeSelect, Radio } from '@mantine/core'
import { useState } from 'react'
import { useI18n } from '../../i18n/I18n'
import { useDraft } from '../frame/draftContext'
import { RefactorDialog } from '../refactor/RefactorDialog'
import { useBench } from './bench'
import * as commands from './commands'
import { changeOf, type Wanted } from './rekey'
import { idOf, type Pipeline, placeOf } from './types'

interface PartProps {
  id: string
  onClose: () => void
}

function Rename({ id, to, onClose }: PartProps & { to: string }) {
  const { t } = useI18n()
  const { p } = useBench()
  const place = placeOf(id)
  const [name] = useState(() => commands.labelOf(p, id))
  return (
    <RefactorDialog
      address={{ kind: 'pipeline', key: p.key }} title={t('refactor.rename.title', { from: place?.key ?? '', to })} action={t('refactor.rename.action')}
      change={changeOf({ do: 'rename', id, to })} onClose={onClose}
      step={() => ({ name: { key: 'refactor.step.rename', params: { name } }, selection: place && [idOf(place.list, to)] })}
    />
  )
}

type Way = 'leave' | 'drop' | 'replace'

function Delete({ id, onClose }: PartProps) {
  const { t } = useI18n()
  const { p } = useBench()
  const draft = useDraft<Pipeline>()
  const place = placeOf(id)
  const [name] = useState(() => commands.labelOf(p, id))
  const [way, setWay] = useState<Way>('leave')
  const [to, setTo] = useState('')
  // What led to a stage leads on where it led: another in its place would be a second answer to that.
  const others = place && place.list !== 'stages' ? (p[place.list] ?? []).filter((each) => each.key !== place.key) : []
  const base = changeOf({ do: 'delete', id })
  const change = base && (way === 'replace' ? (to ? { ...base, to } : undefined) : { ...base, drop: way === 'drop' })
  const step = () => ({ name: { key: 'refactor.step.delete', params: { name } }, selection: commands.remove(draft.get().history.present, [id]).run(draft.get().history.present).selection ?? [] })
  return (
    <RefactorDialog address={{ kind: 'pipeline', key: p.key }} title={t('refactor.delete.title', { name })} action={t('refactor.delete.action')} change={change} step={step} onClose={onClose}>
      <Radio.Group label={t('refactor.delete.howPart')} value={way} onChange={(next) => setWay(next as Way)}>
        <Radio mt={6} value="leave" label={t('refactor.delete.leave')} />
        <Radio mt={6} value="drop" label={t('refactor.delete.drop')} />
        {place?.list !== 'stages' && <Radio mt={6} value="replace" label={t('refactor.delete.replacePart')} disabled={others.length === 0} />}
      </Radio.Group>
      {way === 'replace' && place && (
        <NativeSelect label={t('refactor.delete.withPart')} value={to} onChange={(e) => setTo(e.currentTarget.value)}>
          <option value="">{t('refactor.delete.choosePart')}</option>
          {others.map((each) => <option key={each.key} value={each.key}>{commands.labelOf(p, idOf(place.list, each.key))}</option>)}
        </NativeSelect>
      )}
    </RefactorDialog>
  )
}

/** The dialog of a change of a member that others name: what that is, what becomes of it, and the change in one step. */
export function Refactoring({ wanted, onClose }: { wanted: Wanted; onClose: () => void }) {
  return wanted.do === 'rename' ? <Rename id={wanted.id} to={wanted.to} onClose={onClose} /> : <Delete id={wanted.id} onClose={onClose} />
}
