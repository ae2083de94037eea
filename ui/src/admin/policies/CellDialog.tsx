import { Radio } from '@mantine/core'
import { useState } from 'react'
import { Dialog } from '../../desk/parts/Dialog'
import { useI18n } from '../../i18n/I18n'
import { type Right, type Role, ruleOf } from './judge'
import css from './policies.module.css'
import { drop, forbid, narrow, reach, type Rules, type Standing } from './rules'
import type { Screen } from './screen'
import { rightsOf } from './words'

type Ways = Partial<Record<'here' | 'whole' | 'forbid' | 'lift', Rules>>

/** Asks how a right is to be changed that a wider policy gives, or a denial takes. */
export function CellDialog({ role, right, at, onClose, draft, areas, words }: Screen & { role: Role; right: Right; at: Extract<Standing, { kind: 'wide' | 'denied' }>; onClose: () => void }) {
  const { t } = useI18n()
  const known = rightsOf(areas)
  const ways: Ways = at.kind === 'denied'
    ? { lift: drop(draft.rules, at.by) }
    : { here: narrow(draft.rules, role.key, right, known), whole: drop(draft.rules, at.by), forbid: forbid(draft.rules, role.key, right) }
  const offered = Object.keys(ways) as (keyof Ways)[]
  const [way, setWay] = useState<keyof Ways>(offered[0]!)
  const submit = (): void => {
    const next = ways[way]
    if (next) draft.change({ key: `policies.step.${way}`, params: { role: words.role(role.key), right: words.right(right) } }, next)
    onClose()
  }
  return (
    <Dialog title={words.right(right)} action={t('policies.apply')} busy={false} onSubmit={submit} onClose={onClose}>
      <p>{words.rule(ruleOf(at.by))} <code dir="ltr" className={css.code}>{ruleOf(at.by)}</code></p>
      <Radio.Group label={t('policies.ways')} value={way} onChange={(v) => setWay(v as keyof Ways)}>
        <div className={css.ways}>
          {offered.map((w) => <Radio key={w} value={w} label={t(`policies.way.${w}`)} description={t(`policies.way.${w}.text`, { n: reach(at.by, known) })} />)}
        </div>
      </Radio.Group>
    </Dialog>
  )
}
