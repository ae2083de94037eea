import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useI18n } from '../../i18n/I18n'
import { useOpenCase } from '../case/context'
import { DatumValue } from '../case/DatumValue'
import { useMay } from '../case/may'
import { Chip, ResultChip, StateChip } from '../parts/Chip'
import { FaultNotice } from '../parts/FaultNotice'
import { useNames } from '../parts/names'
import { useSay } from '../parts/toast'
import { When } from '../parts/When'
import { WhyButton } from '../parts/Why'
import type { Document } from '../query/cases'
import { provenBy, versionsOf } from './neighbours'
import { useSetExpiry } from './queries'
import css from './viewer.module.css'

/** What the document proves, beside it; masked as policies say. */
export function Proven({ document }: { document: Document }) {
  const { t, text } = useI18n()
  const { file } = useOpenCase()
  const data = provenBy(file, document)
  return (
    <section className={css.proven} aria-label={t('documents.proven')}>
      <h3>{t('documents.proven')}</h3>
      {data.length === 0 && <p className={css.quiet}>{t('documents.provenNone')}</p>}
      <dl>
        {data.map((d) => (
          <div key={d.path}>
            <dt>{text(d.label)}</dt>
            <dd><DatumValue datum={d} label={text(d.label)} onLook={() => undefined} />{d.result && <ResultChip result={d.result} />}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

/** Until when the document proves something; typed, or as the rules of the tenant say of its kind. */
export function Expiry({ document }: { document: Document }) {
  const { t, date } = useI18n()
  const { id } = useOpenCase()
  const say = useSay()
  const why = useMay()('judge')
  const save = useSetExpiry(id)
  const [day, setDay] = useState<string>()
  const isOver = !!document.expires && document.expires < new Date().toISOString().slice(0, 10)
  const submit = (): void => save.mutate({ document: document.id, day: day ?? '' }, {
    onSuccess: () => {
      setDay(undefined)
      say(t('documents.expirySaved'))
    },
  })
  if (day === undefined) {
    return (
      <p className={css.line}>
        <span>{t('documents.expiry')}</span>
        {document.expires ? <Chip tone={isOver ? 'danger' : 'plain'} glyph={isOver ? 'unavailable' : 'pending'}>{t(isOver ? 'documents.expired' : 'documents.expires', { date: date(document.expires) })}</Chip> : <span className={css.quiet}>{t('documents.expiresNever')}</span>}
        {document.state !== 'replaced' && <WhyButton variant="subtle" size="compact-xs" why={why} onClick={() => setDay(document.expires ?? '')}>{t('documents.expiryChange')}</WhyButton>}
      </p>
    )
  }
  return (
    <form
      className={css.line}
      onSubmit={(e) => {
        e.preventDefault()
        submit()
      }}
    >
      <TextInput type="date" size="xs" label={t('documents.expiry')} description={t('documents.expiryHint')} autoFocus value={day} onChange={(e) => setDay(e.currentTarget.value)} />
      <Button type="submit" size="compact-sm" loading={save.isPending}>{t('desk.save')}</Button>
      <Button variant="default" size="compact-sm" onClick={() => setDay(undefined)}>{t('desk.cancel')}</Button>
      <FaultNotice error={save.error} />
    </form>
  )
}

/** Who sent which version when, what was said of it, and what came in its place. */
export function Versions({ document, onCompare }: { document: Document; onCompare: (id: string) => void }) {
  const { t } = useI18n()
  const { file, show } = useOpenCase()
  const nameOf = useNames(file.people)
  const versions = versionsOf(file.documents, document)
  if (versions.length < 2) return null
  const person = (who: string | undefined): string => (who === undefined || who === 'applicant' ? t('documents.applicant') : nameOf(who))
  return (
    <section aria-label={t('documents.versions')}>
      <h3>{t('documents.versions')}</h3>
      <ol className={css.versions} reversed>
        {versions.map((v) => (
          <li key={v.id} aria-current={v.id === document.id || undefined}>
            <button type="button" className={css.versionName} onClick={() => show(v.id)}><bdi>{v.name || t('documents.erased')}</bdi></button>
            <span className={css.quiet}>{t('documents.sentBy', { who: person(v.createdBy) })} <When at={v.createdAt} /></span>
            {v.verdict && <span className={css.line}><StateChip of="document" state={v.verdict} />{v.judgedBy && <span className={css.quiet}><bdi>{nameOf(v.judgedBy)}</bdi> {v.judgedAt && <When at={v.judgedAt} />}</span>}</span>}
            {v.reason && <bdi className={css.quiet}>{v.reason}</bdi>}
            {v.replacedAt && <span className={css.quiet}>{t('documents.replacedBy', { who: person(v.replacedBy) })} <When at={v.replacedAt} /></span>}
            {v.id !== document.id && !v.erasedAt && <Button variant="subtle" size="compact-xs" onClick={() => onCompare(v.id)}>{t('documents.compareThis')}</Button>}
          </li>
        ))}
      </ol>
    </section>
  )
}
