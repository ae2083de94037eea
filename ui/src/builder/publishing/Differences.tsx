import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { useI18n } from '../../i18n/I18n'
import { ChangeList } from '../compare/ChangeList'
import { SideBySide } from '../compare/SideBySide'
import css from './publishing.module.css'

interface DifferencesProps {
  before: object
  after: object
  /** Of the earlier one. */
  number: number
  heads?: readonly [string, string]
}

/** What differs between two versions, in words or beside each other. */
export function Differences({ before, after, number, heads }: DifferencesProps) {
  const { t } = useI18n()
  const [view, setView] = useState('words')
  const data = [{ value: 'words', label: t('impact.words') }, { value: 'sides', label: t('impact.sides') }]
  return (
    <div className={css.section}>
      <div><SegmentedControl size="xs" aria-label={t('impact.view')} data={data} value={view} onChange={setView} /></div>
      {view === 'words'
        ? <ChangeList before={before} after={after} number={number} />
        : <SideBySide before={before} after={after} heads={heads ?? [t('impact.side.before', { number: String(number) }), t('impact.side.after')]} />}
    </div>
  )
}
