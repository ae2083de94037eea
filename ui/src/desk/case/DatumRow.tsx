import { Checkbox, Popover, Textarea, UnstyledButton } from '@mantine/core'
import { useI18n } from '../../i18n/I18n'
import { Chip, ResultChip } from '../parts/Chip'
import { useNames } from '../parts/names'
import { When } from '../parts/When'
import type { Datum } from '../query/cases'
import css from './case.module.css'
import { useOpenCase } from './context'
import { codes, DatumValue, useShown } from './DatumValue'
import { rowOf } from './form'

/** The result of the checks that judge a datum; pressed, what they say. */
function Judgement({ datum }: { datum: Datum }) {
  const { t, text } = useI18n()
  const { file } = useOpenCase()
  if (!datum.result) return null
  const checks = file.checks.filter((c) => datum.checks?.includes(c.key))
  return (
    <Popover width={300} withArrow position="bottom-start" trapFocus returnFocus transitionProps={{ duration: 0 }}>
      <Popover.Target>
        <UnstyledButton className={css.judgement}><ResultChip result={datum.result} /></UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('desk.checks.title')}>
        <ul className={css.judgements} tabIndex={-1} data-autofocus>
          {checks.map((c) => (
            <li key={c.key}>
              <div className={css.judgementHead}><strong>{text(c.title)}</strong><ResultChip result={c.result} /></div>
              {c.explanation && <p>{text(c.explanation)}</p>}
            </li>
          ))}
        </ul>
      </Popover.Dropdown>
    </Popover>
  )
}

/** What it was before it was changed after having been handed in, and by whom. */
function Earlier({ datum, label }: { datum: Datum; label: string }) {
  const { t, number } = useI18n()
  const shown = useShown(datum)
  if (!datum.earlier) return null
  const words = (value: unknown): string => (datum.masked && typeof value === 'string' ? value : shown(value)) || t('desk.dossier.noAnswer')
  return (
    <Popover width={300} withArrow position="bottom-start" trapFocus returnFocus transitionProps={{ duration: 0 }}>
      <Popover.Target>
        <UnstyledButton className={css.judgement}><Chip glyph="pending">{t('desk.dossier.earlier', { n: number(datum.earlier.length) })}</Chip></UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown aria-label={label}>
        <ul className={css.judgements} tabIndex={-1} data-autofocus>
          {datum.earlier.map((former) => (
            <li key={former.until}>
              <bdi dir={codes.includes(datum.type) ? 'ltr' : undefined}>{words(former.value)}</bdi>
              <Source datum={former} />
              <span className={css.source}>{t('desk.dossier.changed')} <When at={former.until} /></span>
            </li>
          ))}
        </ul>
      </Popover.Dropdown>
    </Popover>
  )
}

function Source({ datum }: { datum: Pick<Datum, 'source' | 'by' | 'at'> }) {
  const { find } = useI18n()
  const nameOf = useNames(useOpenCase().file.people)
  if (!datum.source) return null
  return (
    <span className={css.source}>
      <span>{datum.source === 'member' && datum.by ? <bdi>{nameOf(datum.by)}</bdi> : (find(`desk.source.${datum.source}`) ?? datum.source)}</span>
      {datum.at && <When at={datum.at} />}
    </span>
  )
}

/** Ticks the datum to be asked for. */
function Ask({ datum, label }: { datum: Datum; label: string }) {
  const { t } = useI18n()
  const { file, packet } = useOpenCase()
  const isAskable = file.requestable.some((r) => r.path === datum.path)
  return (
    <td role="cell" className={css.ask}>
      {isAskable && <Checkbox size="xs" aria-label={t('desk.packet.askFor', { item: label })} checked={packet.items[datum.path] !== undefined} onChange={() => packet.toggle(datum.path)} />}
    </td>
  )
}

/** What the applicant should do about it, in a line of its own below the datum. */
function AskNote({ datum, label }: { datum: Datum; label: string }) {
  const { t } = useI18n()
  const { packet } = useOpenCase()
  const box = (
    <Textarea
      aria-label={t('desk.packet.noteFor', { item: label })}
      placeholder={t('desk.packet.noteHint')}
      autosize
      minRows={1}
      maxLength={1000}
      value={packet.items[datum.path]}
      onChange={(e) => packet.setItemNote(datum.path, e.currentTarget.value)}
    />
  )
  return <tr role="row" className={css.noteRow}><td role="cell" className={css.ask} /><td role="cell" colSpan={4}>{box}</td></tr>
}

/** One line of the dossier. */
export function DatumRow({ datum, onLook }: { datum: Datum; onLook: () => void }) {
  const { t, text } = useI18n()
  const { packet, file } = useOpenCase()
  const row = rowOf(datum.path)
  const label = row === undefined ? text(datum.label) : `${text(datum.label)} (${row})`
  const isOpen = file.requests.some((r) => r.path === datum.path && r.state === 'open')
  const line = (
    <tr role="row" data-missing={datum.missing || undefined} id={`datum${datum.path.replaceAll('/', '-')}`}>
      {packet.isOpen && <Ask datum={datum} label={label} />}
      <th scope="row" role="rowheader">{label}</th>
      <td role="cell">
        {datum.missing ? <Chip tone="warn" glyph="unavailable">{t('desk.dossier.isMissing')}</Chip> : <DatumValue datum={datum} label={label} onLook={onLook} />}
        <Earlier datum={datum} label={label} />
        {isOpen && <Chip tone="info" glyph="mail">{t('desk.dossier.asked')}</Chip>}
      </td>
      <td role="cell" data-label={t('desk.dossier.source')}><Source datum={datum} /></td>
      <td role="cell" data-label={t('desk.dossier.check')}><Judgement datum={datum} /></td>
    </tr>
  )
  const isAsked = packet.isOpen && packet.items[datum.path] !== undefined
  return isAsked ? <>{line}<AskNote datum={datum} label={label} /></> : line
}
