import { ActionIcon } from '@mantine/core'
import { memo } from 'react'
import { Chip } from '../../desk/parts/Chip'
import { Glyph } from '../../desk/parts/Glyph'
import { Table } from '../../desk/parts/Table'
import { useI18n } from '../../i18n/I18n'
import { type Policy, ruleOf } from './judge'
import css from './policies.module.css'
import type { Words } from './words'

interface RowProps {
  policy: Policy
  words: Words
  onRemove: ((policy: Policy) => void) | undefined
}

const Row = memo(function Row({ policy, words, onRemove }: RowProps) {
  const { t } = useI18n()
  return (
    <tr>
      <th scope="row">{words.role(policy.role)}</th>
      <td>{policy.effect === 'allow' ? <Chip tone="success" glyph="pass">{t('desk.policies.allow')}</Chip> : <Chip tone="danger" glyph="fail">{t('desk.policies.deny')}</Chip>}</td>
      <td>{words.right(policy)}</td>
      <td><code dir="ltr" className={css.code}>{policy.object} {policy.verb}</code></td>
      {onRemove && <td><ActionIcon aria-label={t('desk.policies.removeOf', { policy: ruleOf(policy) })} title={t('desk.policies.remove')} onClick={() => onRemove(policy)}><Glyph name="close" /></ActionIcon></td>}
    </tr>
  )
})

/** One policy a line, in words and as it is written. */
export function PolicyTable({ policies, words, onRemove }: Omit<RowProps, 'policy'> & { policies: readonly Policy[] }) {
  const { t } = useI18n()
  const heads = [t('desk.policies.role'), t('desk.policies.effect'), t('policies.what'), t('policies.written'), ...(onRemove ? [t('desk.policies.remove')] : [])]
  return <Table label={t('policies.tab.list')} heads={heads}>{policies.map((p, i) => <Row key={`${ruleOf(p)} ${i}`} policy={p} words={words} onRemove={onRemove} />)}</Table>
}
