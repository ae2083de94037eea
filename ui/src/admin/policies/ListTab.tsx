import { NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Glyph } from '../../desk/parts/Glyph'
import { useI18n } from '../../i18n/I18n'
import type { Policy } from './judge'
import css from './policies.module.css'
import { PolicyTable } from './PolicyTable'
import { drop } from './rules'
import type { Screen } from './screen'
import { AddPolicy } from './AddPolicy'

/** The policies one by one, as they are kept: for experts. */
export function ListTab(screen: Screen) {
  const { t } = useI18n()
  const { draft, words, canChange } = screen
  const [role, setRole] = useState('')
  const [search, setSearch] = useState('')
  const wanted = search.trim().toLowerCase()
  const isShown = (p: Policy): boolean =>
    (!role || p.role === role) && (!wanted || `${p.role} ${p.object} ${p.verb} ${p.effect} ${words.right(p)}`.toLowerCase().includes(wanted))
  const shown = draft.rules.policies.filter(isShown)
  const remove = (p: Policy): void => draft.change({ key: 'policies.step.remove', params: { right: words.right(p), role: words.role(p.role) } }, drop(draft.rules, p))
  return (
    <>
      <div className={css.tools}>
        <NativeSelect aria-label={t('policies.role')} value={role} onChange={(e) => setRole(e.currentTarget.value)}>
          <option value="">{t('policies.allRoles')}</option>
          {draft.rules.roles.map((r) => <option key={r.key} value={r.key}>{words.role(r.key)}</option>)}
        </NativeSelect>
        <TextInput type="search" className={css.grow} aria-label={t('desk.policies.search')} placeholder={t('desk.policies.search')} value={search} leftSection={<Glyph name="search" />} onChange={(e) => setSearch(e.currentTarget.value)} />
        <span className={css.quiet} role="status">{t('desk.policies.count', { n: shown.length })}</span>
        {canChange && <AddPolicy {...screen} role={role} />}
      </div>
      <PolicyTable policies={shown} words={words} onRemove={canChange ? remove : undefined} />
    </>
  )
}
