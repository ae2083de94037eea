import { useMemo } from 'react'
import { useSay } from '../../desk/parts/toast'
import { Dialog } from '../../desk/parts/Dialog'
import { Notice } from '../../desk/parts/Notice'
import { Table } from '../../desk/parts/Table'
import { useI18n } from '../../i18n/I18n'
import type { Spot, Worded } from '../document/texts'
import { useDraft, useDraftPart } from '../frame/draftContext'
import { languageName } from '../frame/languages'
import { takeOver } from './commands'
import { type Plan, stillOpen, type Taken } from './exchange'
import css from './translations.module.css'

/** Lists of a report are told up to here; the rest by their number. */
const told = 40

interface PartProps {
  plan: Plan
  nameOf: (spot: Spot) => string
}

function Change({ change: { row, locale, value, isOlder }, nameOf }: { change: Taken; nameOf: (spot: Spot) => string }) {
  const { t, locale: own } = useI18n()
  return (
    <tr>
      <th scope="row">{nameOf(row)}{isOlder && <small className={css.about}>{t('translations.outdated')}</small>}</th>
      <td>{languageName(locale, own)}</td>
      <td lang={locale} dir="auto">{row.text[locale] || <i>{t('translations.nothing')}</i>}</td>
      <td lang={locale} dir="auto">{value}</td>
    </tr>
  )
}

function Changes({ changes, nameOf }: Pick<PartProps, 'nameOf'> & { changes: readonly Taken[] }) {
  const { t } = useI18n()
  if (changes.length === 0) return <p>{t('translations.csv.none')}</p>
  const heads = [t('translations.text'), t('translations.language'), t('translations.csv.before'), t('translations.csv.after')]
  return (
    <>
      <div className={css.report} role="region" aria-label={t('translations.csv.changes')} tabIndex={0}>
        <Table label={t('translations.csv.changes')} heads={heads}>
          {changes.slice(0, told).map((change) => <Change key={`${change.row.address} ${change.locale}`} change={change} nameOf={nameOf} />)}
        </Table>
      </div>
      {changes.length > told && <p>{t('translations.csv.more', { n: changes.length - told })}</p>}
    </>
  )
}

function Names({ title, text, names }: { title: string; text: string; names: readonly string[] }) {
  const { t } = useI18n()
  if (names.length === 0) return null
  return (
    <Notice tone="warn" role="status" title={title}>
      <p>{text}</p>
      <ul className={css.names}>{names.slice(0, told).map((name) => <li key={name} dir="auto">{name}</li>)}</ul>
      {names.length > told && <p>{t('translations.csv.more', { n: names.length - told })}</p>}
    </Notice>
  )
}

/** What a table would change and what of it has no place, before it is taken over as one step. */
export function CsvDialog({ plan, nameOf, onClose }: PartProps & { onClose: () => void }) {
  const { t, locale: own } = useI18n()
  const say = useSay()
  const draft = useDraft<Worded>()
  const { unknown, older, columns, locked } = plan
  const whole = useDraftPart<Worded, Worded>((view) => view.history.present)
  const { changes, late } = useMemo(() => stillOpen(whole, plan), [whole, plan])
  const take = (): void => {
    draft.run(takeOver(plan))
    say(t('translations.csv.taken', { n: changes.length }))
    onClose()
  }
  return (
    <Dialog wide="full" title={t('translations.csv.title')} action={changes.length > 0 ? t('translations.csv.take', { n: changes.length }) : undefined} busy={false} onSubmit={take} onClose={onClose}>
      {(changes.length > 0 || late.length === 0) && <Changes changes={changes} nameOf={nameOf} />}
      <Names title={t('translations.csv.late', { n: late.length })} text={t('translations.csv.lateText')} names={late.map(({ row, locale }) => `${nameOf(row)}, ${languageName(locale, own)}`)} />
      <Names title={t('translations.csv.older', { n: older.length })} text={t('translations.csv.olderText')} names={older.map(({ row, source }) => `${nameOf(row)}: “${source}”`)} />
      <Names title={t('translations.csv.unknown', { n: unknown.length })} text={t('translations.csv.unknownText')} names={unknown} />
      <Names title={t('translations.csv.locked', { n: locked.length })} text={t('translations.locked')} names={locked.map(nameOf)} />
      <Names title={t('translations.csv.columns', { n: columns.length })} text={t('translations.csv.columnsText')} names={columns} />
    </Dialog>
  )
}
