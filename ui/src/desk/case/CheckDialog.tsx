import { Button } from '@mantine/core'
import { useState } from 'react'
import { MoreTexts, useI18n } from '../../i18n/I18n'
import { Chip, ResultChip } from '../parts/Chip'
import { Dialog } from '../parts/Dialog'
import { LoadFault } from '../parts/LoadFault'
import { Notice } from '../parts/Notice'
import { ListSkeleton } from '../parts/Table'
import { Waiting } from '../parts/Waiting'
import { When } from '../parts/When'
import { type CheckPage, type ListHit, type Look, useCheckPage } from '../query/checks'
import css from './case.module.css'
import { loadCheckTexts } from './checkTexts'
import { useOpenCase } from './context'
import { DatumValue } from './DatumValue'
import { LookDialog } from './LookDialog'

/** What is done about the check that is open, before it is said why. */
export type Wish = { do: 'ask' } | { do: 'clear'; hit: ListHit } | { do: 'overrule'; result: 'pass' | 'fail' | 'own' }

export function lookOf(wish: Wish, reason: string): Look {
  switch (wish.do) {
    case 'ask': return { do: 'ask', body: { reason } }
    case 'clear': return { do: 'clear', body: { list: wish.hit.list, entry: wish.hit.entry, person: wish.hit.person, reason } }
    case 'overrule': return { do: 'overrule', body: { result: wish.result, reason } }
  }
}

const percent = (score: number): number => Math.round(score * 100)

function Facts({ hit }: { hit: ListHit }) {
  const { t, find, number } = useI18n()
  const parts = hit.parts
  if (parts.identifier) return <p>{t('checks.hit.identifier', { kind: parts.identifier })}</p>
  const says = (['birth', 'country', 'gender', 'number'] as const).filter((f) => parts[f] !== 'unknown' || f === 'birth' || f === 'country')
  return (
    <ul className={css.factors}>
      <li>{t('checks.hit.likeness', { n: number(percent(parts.name)) })}</li>
      {says.map((f) => <li key={f} data-says={parts[f]}>{t(`checks.factor.${f}`)}: {find(`checks.says.${parts[f]}`) ?? parts[f]}</li>)}
    </ul>
  )
}

/** An entry that the person may be, with what speaks for it and against it. */
function Hit({ hit, mayClear, onClear }: { hit: ListHit; mayClear: boolean; onClear: () => void }) {
  const { t, number } = useI18n()
  const { people } = useOpenCase().file
  const others = hit.names.filter((n) => n !== hit.name)
  return (
    <li className={css.item}>
      <div className={css.itemHead}>
        <strong><bdi>{hit.name}</bdi></strong>
        {hit.cleared ? <Chip tone="success" glyph="pass">{t('checks.hit.cleared')}</Chip> : <Chip tone="warn" glyph="unclear">{t('checks.hit.points', { n: number(percent(hit.score)) })}</Chip>}
      </div>
      <p className={css.quiet}><bdi>{hit.listName}</bdi> · <bdi>{hit.entry}</bdi>{hit.programs.length > 0 && <> · <bdi>{hit.programs.join(', ')}</bdi></>}</p>
      <Facts hit={hit} />
      {others.length > 0 && <p className={css.quiet}>{t('checks.hit.others')} <bdi dir="auto">{others.join(' · ')}</bdi></p>}
      {hit.remarks && <p className={css.quiet} dir="auto">{hit.remarks}</p>}
      {hit.cleared && <p>{t('checks.hit.clearedBy', { name: people[hit.cleared.by] ?? hit.cleared.by })} <When at={hit.cleared.at} />: <bdi>{hit.cleared.reason}</bdi></p>}
      {!hit.cleared && mayClear && <Button size="compact-sm" variant="default" onClick={onClear}>{t('checks.hit.clear')}</Button>}
    </li>
  )
}

function Hits({ page, onWish }: { page: CheckPage; onWish: (wish: Wish) => void }) {
  const { t, number } = useI18n()
  if (page.lists.length === 0) return null
  return (
    <section aria-label={t('checks.hits')}>
      <h3>{t('checks.hits')}</h3>
      <p className={css.quiet}>{t('checks.asked')} {page.lists.map((l) => `${l.name} (${number(l.entries)})`).join(', ')}</p>
      {page.hits.length === 0 && <p>{t('checks.noHits')}</p>}
      <ul className={css.items}>
        {page.hits.map((h) => <Hit key={`${h.list} ${h.entry} ${h.person}`} hit={h} mayClear={page.may.includes('clear')} onClear={() => onWish({ do: 'clear', hit: h })} />)}
      </ul>
    </section>
  )
}

function Inputs({ page, onLook }: { page: CheckPage; onLook: () => void }) {
  const { t, text } = useI18n()
  if (page.inputs.length === 0) return null
  return (
    <section aria-label={t('checks.inputs')}>
      <h3>{t('checks.inputs')}</h3>
      <dl className={css.inputs}>
        {page.inputs.map((d) => <div key={d.path}><dt>{text(d.label)}</dt><dd><DatumValue datum={d} label={text(d.label)} onLook={onLook} /></dd></div>)}
      </dl>
    </section>
  )
}

function Rounds({ page }: { page: CheckPage }) {
  const { t, text, number } = useI18n()
  return (
    <section aria-label={t('checks.rounds')}>
      <h3>{t('checks.rounds')}</h3>
      {page.results.length === 0 && <p>{t('checks.noRounds')}</p>}
      <ul className={css.items}>
        {page.results.map((r) => (
          <li key={r.round} className={css.item}>
            <div className={css.itemHead}><When at={r.at} /><ResultChip result={r.result} /></div>
            {r.explanation && <p>{text(r.explanation)}</p>}
            {r.attempt > 1 && <p className={css.quiet}>{t('desk.checks.attempt', { n: number(r.attempt) })}</p>}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Another result that somebody wants: who agrees puts it in place, who does not takes it back. */
function Proposed({ page, onWish }: { page: CheckPage; onWish: (wish: Wish) => void }) {
  const { t, find } = useI18n()
  const { people } = useOpenCase().file
  const p = page.proposal
  if (!p) return null
  const result = find(`desk.result.${p.result}`) ?? p.result
  return (
    <Notice tone="info" title={t('checks.proposed', { name: people[p.by] ?? p.by, result })}>
      <p>{t(p.mine ? 'checks.proposedMine' : 'checks.proposedOther')}</p>
      {page.may.includes('overrule/own') && (
        <div className={css.verbs}>
          {page.may.includes(`overrule/${p.result}`) && <Button size="compact-sm" onClick={() => onWish({ do: 'overrule', result: p.result })}>{t('checks.agree')}</Button>}
          <Button size="compact-sm" variant="default" onClick={() => onWish({ do: 'overrule', result: 'own' })}>{t('checks.refuse')}</Button>
        </div>
      )}
    </Notice>
  )
}

function Verbs({ page, onWish }: { page: CheckPage; onWish: (wish: Wish) => void }) {
  const { t } = useI18n()
  if (!page.may.some((m) => m !== 'clear' && m !== 'overrule/own')) return null
  return (
    <div className={css.verbs}>
      {page.may.includes('check') && <Button size="compact-sm" variant="default" onClick={() => onWish({ do: 'ask' })}>{t('checks.ask')}</Button>}
      {page.may.includes('overrule/pass') && <Button size="compact-sm" variant="default" onClick={() => onWish({ do: 'overrule', result: 'pass' })}>{t('checks.proposePass')}</Button>}
      {page.may.includes('overrule/fail') && <Button size="compact-sm" variant="default" onClick={() => onWish({ do: 'overrule', result: 'fail' })}>{t('checks.proposeFail')}</Button>}
    </div>
  )
}

function Opened({ page, onWish, onLook }: { page: CheckPage; onWish: (wish: Wish) => void; onLook: () => void }) {
  const { t, find, text } = useI18n()
  return (
    <>
      <div className={css.itemHead}><ResultChip result={page.check.result} />{page.check.at && <When at={page.check.at} />}</div>
      {page.overruled && <Notice tone="warn" title={t('checks.overruled', { result: find(`desk.result.${page.overruled}`) ?? page.overruled })} />}
      {page.check.explanation && page.hits.length === 0 && <p className={css.noteText}>{text(page.check.explanation)}</p>}
      <Verbs page={page} onWish={onWish} />
      <Proposed page={page} onWish={onWish} />
      <Hits page={page} onWish={onWish} />
      <Inputs page={page} onLook={onLook} />
      <Rounds page={page} />
    </>
  )
}

function Page({ check, title, onClose }: { check: string; title: string; onClose: () => void }) {
  const { id } = useOpenCase()
  const { data, error, refetch } = useCheckPage(id, check)
  const [wish, setWish] = useState<Wish>()
  return (
    <>
      <Dialog title={title} wide busy={false} onSubmit={onClose} onClose={onClose}>
        {!data && error ? <LoadFault error={error} retry={() => void refetch()} /> : null}
        {!data && !error ? <ListSkeleton rows={5} /> : null}
        {data && <Opened page={data} onWish={setWish} onLook={onClose} />}
      </Dialog>
      {wish && <LookDialog check={check} wish={wish} onClose={() => setWish(undefined)} />}
    </>
  )
}

/** All that is known of one check, and what may be done about it. */
export function CheckDialog(props: { check: string; title: string; onClose: () => void }) {
  return <MoreTexts load={loadCheckTexts} waiting={<Waiting />}><Page {...props} /></MoreTexts>
}
