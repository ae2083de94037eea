import { Button } from '@mantine/core'
import { useState } from 'react'
import { useI18n } from '../../i18n/I18n'
import { ResultChip } from '../parts/Chip'
import { Empty } from '../parts/Empty'
import { When } from '../parts/When'
import type { CheckResult } from '../query/cases'
import css from './case.module.css'
import { CheckDialog } from './CheckDialog'
import { useOpenCase } from './context'
import { fieldAt } from './form'

const order = ['fail', 'unavailable', 'unclear', 'pending', 'hidden', 'skipped', 'pass']

function Check({ check, onOpen }: { check: CheckResult; onOpen: () => void }) {
  const { t, text, list } = useI18n()
  const { form } = useOpenCase()
  const names = check.fields.map((path) => text(fieldAt(form, path.startsWith('/') ? path : `/${path.replaceAll('.', '/')}`)?.label)).filter(Boolean)
  return (
    <li className={css.item}>
      <div className={css.itemHead}><strong>{text(check.title)}</strong><ResultChip result={check.result} /></div>
      {check.result === 'hidden' ? <p className={css.quiet}>{t('desk.checks.hidden')}</p> : check.explanation && <p>{text(check.explanation)}</p>}
      <p className={css.itemFoot}>
        {names.length > 0 && <span>{t('desk.checks.about', { fields: list(names) })}</span>}
        {check.at && <When at={check.at} />}
        {(check.attempt ?? 0) > 1 && <span>{t('desk.checks.attempt', { n: check.attempt ?? 0 })}</span>}
      </p>
      {check.result !== 'hidden' && <Button size="compact-sm" variant="subtle" onClick={onOpen} aria-label={t('desk.checks.openOf', { check: text(check.title) })}>{t('desk.checks.open')}</Button>}
    </li>
  )
}

/** All checks, those that need a person first. */
export function Checks() {
  const { t, text } = useI18n()
  const [open, setOpen] = useState<string>()
  const { checks } = useOpenCase().file
  if (checks.length === 0) return <Empty title={t('desk.checks.empty')} glyph="pass">{t('desk.checks.emptyText')}</Empty>
  const sorted = [...checks].sort((a, b) => order.indexOf(a.result) - order.indexOf(b.result))
  const shown = checks.find((c) => c.key === open)
  return (
    <>
      <ul className={css.items}>{sorted.map((c) => <Check key={c.key} check={c} onOpen={() => setOpen(c.key)} />)}</ul>
      {shown && <CheckDialog check={shown.key} title={text(shown.title)} onClose={() => setOpen(undefined)} />}
    </>
  )
}
