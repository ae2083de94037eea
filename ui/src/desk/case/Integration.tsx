import { useState } from 'react'
import { display } from '../../fields/display'
import { useI18n } from '../../i18n/I18n'
import { Chip, type Tone } from '../parts/Chip'
import { Empty } from '../parts/Empty'
import { FaultNotice } from '../parts/FaultNotice'
import type { GlyphName } from '../parts/Glyph'
import { Notice } from '../parts/Notice'
import { ListSkeleton } from '../parts/Table'
import { When } from '../parts/When'
import { WhyButton } from '../parts/Why'
import { type Call, useCalls } from '../query/calls'
import css from './case.module.css'
import { useOpenCase } from './context'
import { fieldAt } from './form'
import { MendDialog } from './MendDialog'

const looks: Record<Call['state'], readonly [Tone, GlyphName]> = {
  waiting: ['info', 'pending'], ok: ['success', 'pass'], retryable: ['warn', 'unavailable'], final: ['danger', 'fail'], overtaken: ['plain', 'skipped'],
}

function CallChip({ state }: { state: Call['state'] }) {
  const { t } = useI18n()
  const [tone, glyph] = looks[state]
  return <Chip tone={tone} glyph={glyph}>{t(`integration.state.${state}`)}</Chip>
}

/** What was sent, as far as the reader may see it. */
function Sent({ call }: { call: Call }) {
  const i18n = useI18n()
  const { form } = useOpenCase()
  return (
    <details>
      <summary className={css.quiet}>{i18n.t('integration.sent')}</summary>
      <dl className={css.reading}>
        {call.sent.map((s) => {
          const field = fieldAt(form, s.path) ?? { id: s.path, key: s.path, type: s.type }
          const words = s.masked ? String(s.value ?? '') : (display(field, s.value, { i18n, files: { known: () => undefined } }) ?? '')
          return <div key={s.path}><dt>{i18n.text(s.label)}</dt><dd><bdi>{words || i18n.t('integration.several')}</bdi></dd></div>
        })}
      </dl>
    </details>
  )
}

function Attempt({ call }: { call: Call }) {
  const { t, text, number } = useI18n()
  return (
    <li className={css.item}>
      <div className={css.itemHead}><strong>{t('integration.attempt', { name: call.name, n: call.attempt })}</strong><CallChip state={call.state} /></div>
      {(call.code || call.label || call.message) && (
        <dl className={css.reading}>
          {call.code && <div><dt>{t('integration.code')}</dt><dd><bdi dir="ltr">{call.code}</bdi></dd></div>}
          {(call.label || call.path) && <div><dt>{t('integration.field')}</dt><dd>{text(call.label) || call.path}</dd></div>}
          {call.message && <div><dt>{t('integration.message')}</dt><dd><bdi>{call.message}</bdi></dd></div>}
        </dl>
      )}
      {call.response && (
        <details>
          <summary className={css.quiet}>{t('integration.raw')}</summary>
          <pre className={css.raw} dir="ltr" tabIndex={0}>{call.response}</pre>
        </details>
      )}
      <Sent call={call} />
      <p className={css.itemFoot}>
        <When at={call.at ?? call.dueAt} />
        {call.status ? <span>{t('integration.status', { n: number(call.status) })}</span> : null}
      </p>
    </li>
  )
}

/** What systems outside were told, what came of it, and the way to put right what they could not take. */
export function Integration() {
  const { t, text } = useI18n()
  const { id, file } = useOpenCase()
  const { data: calls, error, refetch } = useCalls(id)
  const [isMending, setMending] = useState(false)
  if (!calls && error) return <FaultNotice error={error} retry={() => void refetch()} />
  if (!calls) return <ListSkeleton rows={4} />
  if (calls.length === 0) return <Empty title={t('integration.empty')} glyph="pending">{t('integration.emptyText')}</Empty>
  const last = calls[0]!
  const mend = file.actions.find((a) => a.verb === 'mend')
  return (
    <>
      {last.state === 'final' && <Notice tone="warn" title={t('integration.failed')}><p>{last.label && `${text(last.label)}: `}{last.message || last.code}</p></Notice>}
      {last.state === 'waiting' && last.attempt > 1 && <Notice title={t('integration.busy')}><When at={last.dueAt} /></Notice>}
      {mend && <div className={css.mend}><WhyButton variant="default" why={mend.allowed ? undefined : mend.why || t('desk.actions.notNow')} onClick={() => setMending(true)}>{t('integration.mend')}</WhyButton></div>}
      <ul className={css.items}>{calls.map((c) => <Attempt key={c.id} call={c} />)}</ul>
      {isMending && <MendDialog path={last.path ?? ''} onClose={() => setMending(false)} />}
    </>
  )
}
