import { NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { Chip } from '../../desk/parts/Chip'
import { FaultNotice } from '../../desk/parts/FaultNotice'
import { Notice } from '../../desk/parts/Notice'
import { Body, ListSkeleton, Stack } from '../../desk/parts/Table'
import { useI18n } from '../../i18n/I18n'
import { useMembers } from '../queries'
import type { Right } from './judge'
import { ownersOf } from './owners'
import css from './policies.module.css'
import { type Decided, useWho, useWhy } from './queries'
import type { Screen } from './screen'

function People({ people, words, title, tone }: { people: readonly Decided[]; title: string; tone: 'success' | 'plain' } & Pick<Screen, 'words'>) {
  const { t, list } = useI18n()
  return (
    <section aria-label={title}>
      <h2 className={css.half}>{title}</h2>
      {people.length === 0 && <p className={css.quiet}>{t('policies.who.nobody')}</p>}
      <ul className={css.people}>
        {people.map((p) => (
          <li key={p.member}>
            <Chip tone={tone} glyph={tone === 'success' ? 'pass' : 'fail'}><bdi>{p.name}</bdi></Chip>
            <span className={css.quiet}>{list(p.roles.map(words.role)) || t('policies.who.noRole')}</span>
            <span>{p.rule ? words.rule(p.rule) : t('policies.who.noRule')}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Why one person can or cannot, and what would have to change. */
function Why({ right, member, words }: { right: Right; member: string } & Pick<Screen, 'words'>) {
  const { t, either } = useI18n()
  const { data, error, refetch } = useWhy(right, member)
  if (error) return <FaultNotice error={error} retry={() => void refetch()} />
  if (!data) return <ListSkeleton rows={2} />
  const { rule, name } = data.decided
  const isDenied = rule?.endsWith(' deny')
  return (
    <Notice tone={data.allowed ? 'success' : 'warn'} role="status" title={t(data.allowed ? 'policies.why.can' : 'policies.why.cannot', { name, right: words.right(right) })}>
      {!data.active && <p>{t('policies.why.inactive')}</p>}
      <p>{rule ? words.rule(rule) : t('policies.who.noRule')}</p>
      {isDenied && <p>{t('policies.why.denied')}</p>}
      {!data.allowed && !isDenied && data.active && data.granting.length > 0 && <p>{t('policies.why.granting', { roles: either(data.granting.map(words.role)) })}</p>}
      {!data.allowed && !isDenied && data.active && data.granting.length === 0 && <p>{t('policies.why.nothing')}</p>}
    </Notice>
  )
}

function useQuestion({ areas, words }: Screen) {
  const i18n = useI18n()
  const owners = ownersOf(areas, words, i18n)
  const [ownerId, setOwner] = useState('')
  const [areaKey, setArea] = useState('')
  const [verb, setVerb] = useState('')
  const owner = owners.find((o) => o.id === ownerId) ?? owners[0]
  const real = owner?.areas.filter((a) => a.key !== '*') ?? []
  const area = real.find((a) => a.key === areaKey) ?? real[0]
  const right = area?.rights.find((r) => `${r.object} ${r.verb}` === verb) ?? area?.rights[0]
  return { owners, owner, setOwner, real, area, setArea, right, setVerb }
}

/** Asks of the policies as they are kept: who can do something, and why somebody cannot. */
export function WhoTab(screen: Screen) {
  const { t } = useI18n()
  const { words, draft } = screen
  const q = useQuestion(screen)
  const right = q.right && { object: q.right.object, verb: q.right.verb }
  const who = useWho(right)
  const { data: members = [] } = useMembers()
  const [member, setMember] = useState('')
  return (
    <Body>
      <Stack>
        {draft.isChanged && <Notice tone="info" title={t('policies.who.kept')} />}
        <div className={css.question}>
          <NativeSelect label={t('policies.where')} value={q.owner?.id} onChange={(e) => q.setOwner(e.currentTarget.value)}>
            {q.owners.map((o) => <option key={o.id} value={o.id}>{o.title}</option>)}
          </NativeSelect>
          <NativeSelect label={t('policies.part')} value={q.area?.key} onChange={(e) => q.setArea(e.currentTarget.value)}>
            {q.real.map((a) => <option key={a.key} value={a.key}>{a.title}</option>)}
          </NativeSelect>
          <NativeSelect label={t('policies.what')} value={right && `${right.object} ${right.verb}`} onChange={(e) => q.setVerb(e.currentTarget.value)}>
            {q.area?.rights.map((r) => <option key={`${r.object} ${r.verb}`} value={`${r.object} ${r.verb}`}>{words.verb(r)}</option>)}
          </NativeSelect>
          <NativeSelect label={t('policies.who.person')} value={member} onChange={(e) => setMember(e.currentTarget.value)}>
            <option value="">{t('policies.who.everybody')}</option>
            {members.map((m) => <option key={m.id} value={m.id}>{m.name}</option>)}
          </NativeSelect>
        </div>
        <FaultNotice error={who.error} retry={() => void who.refetch()} />
        {right && member && <Why right={right} member={member} words={words} />}
        {!member && who.isPending && <ListSkeleton rows={5} />}
        {!member && who.data && (
          <div className={css.halves} aria-busy={who.isFetching || undefined}>
            <People title={t('policies.who.can', { n: who.data.can.length })} people={who.data.can} tone="success" words={words} />
            <People title={t('policies.who.cannot', { n: who.data.cannot.length })} people={who.data.cannot} tone="plain" words={words} />
          </div>
        )}
        {q.right?.notBy && <p className={css.quiet}>{t('policies.who.apart')}</p>}
      </Stack>
    </Body>
  )
}
