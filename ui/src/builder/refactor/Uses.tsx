import { Link } from 'react-router'
import { Chip, type Tone } from '../../desk/parts/Chip'
import type { GlyphName } from '../../desk/parts/Glyph'
import { Notice } from '../../desk/parts/Notice'
import { useI18n } from '../../i18n/I18n'
import type { TextKey } from '../../i18n/keys'
import { type Mended, type Refactored, type Use, wordsOf } from './server'
import css from './refactor.module.css'

const looks: Record<Use['outcome'], readonly [Tone, GlyphName]> = {
  changed: ['success', 'pass'],
  dropped: ['info', 'close'],
  kept: ['plain', 'hidden'],
  left: ['warn', 'unclear'],
}

/** Where a use stands, in words: "Approve, open only when". */
function usePlace(): (use: Use) => string {
  const { t, find, text } = useI18n()
  return (use) => {
    const role = use.pointer.startsWith('/contact/') ? `contact.${use.role}` : use.role
    const what = find(`refactor.role.${role}`) ?? t('refactor.role.other')
    const owner = text(use.text) || use.owner
    return owner ? t('refactor.place', { owner, what }) : what
  }
}

function Line({ use }: { use: Use }) {
  const { t } = useI18n()
  const place = usePlace()
  const [tone, glyph] = looks[use.outcome]
  const isRule = use.before.startsWith('{')
  return (
    <li className={css.use}>
      <span>{place(use)}</span>
      {!isRule && <span className={css.keys}><code dir="ltr">{use.before}</code>{use.outcome === 'changed' && <> → <code dir="ltr">{use.after}</code></>}</span>}
      <Chip tone={tone} glyph={glyph}>{t(`refactor.outcome.${use.outcome}` as TextKey)}</Chip>
    </li>
  )
}

function Definition({ one, isOwn }: { one: Mended; isOwn: boolean }) {
  const { t, text } = useI18n()
  const title = text(one.title) || one.key
  if (one.uses.length === 0 && one.findings.length === 0) return null
  return (
    <section className={css.definition} aria-label={title}>
      <h3 className={css.heading}>
        {isOwn ? t('refactor.own') : <Link to={`/builder/${one.kind}/${one.key}`} target="_blank" rel="noopener">{t(`desk.kind.${one.kind}`)}: {title}</Link>}
        <span className={css.count}>{t('refactor.uses', { n: one.uses.length })}</span>
      </h3>
      <ul className={css.uses}>{one.uses.map((use, i) => <Line key={`${i} ${use.pointer}`} use={use} />)}</ul>
      {one.findings.length > 0 && (
        <Notice tone="warn" title={t('refactor.findings', { n: one.findings.length })}>
          <ul className={css.findings}>{one.findings.map((f, i) => <li key={`${i} ${f.path}`}>{wordsOf(f as Parameters<typeof wordsOf>[0])}</li>)}</ul>
        </Notice>
      )}
    </section>
  )
}

/** All that names what is changed, by definition, with what becomes of each. */
export function Uses({ shown }: { shown: Refactored }) {
  const { t } = useI18n()
  const { own, others, policies, untold = 0 } = shown
  const isNone = own.uses.length + own.findings.length + policies.length + untold + others.length === 0
  return (
    <div className={css.list} role="region" aria-label={t('refactor.list')} tabIndex={0}>
      {isNone && <p>{t('refactor.none')}</p>}
      <Definition one={own} isOwn />
      {others.map((one) => <Definition key={`${one.kind}/${one.key}`} one={one} isOwn={false} />)}
      {untold > 0 && <p>{t('refactor.untold', { n: untold })}</p>}
      {policies.length > 0 && (
        <section className={css.definition} aria-label={t('refactor.policies')}>
          <h3 className={css.heading}>{t('refactor.policies')}<span className={css.count}>{t('refactor.uses', { n: policies.length })}</span></h3>
          <ul className={css.uses}>
            {policies.map((p, i) => (
              <li key={i} className={css.use}>
                <span>{t('refactor.policy', { role: p.role, verb: p.verb })}</span>
                <span className={css.keys}><code dir="ltr">{p.before}</code>{p.after !== p.before && <> + <code dir="ltr">{p.after}</code></>}</span>
                <Chip tone={p.after === p.before ? 'warn' : 'success'} glyph={p.after === p.before ? 'unclear' : 'pass'}>{t(p.after === p.before ? 'refactor.outcome.left' : 'refactor.outcome.added')}</Chip>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}
