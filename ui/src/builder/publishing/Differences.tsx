import { Tabs } from '@mantine/core'
import { useI18n } from '../../i18n/I18n'
import { ChangeList } from '../compare/ChangeList'
import { SideBySide } from '../compare/SideBySide'

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
  return (
    <Tabs defaultValue="words" keepMounted={false}>
      <Tabs.List aria-label={t('impact.view')}>
        <Tabs.Tab value="words">{t('impact.words')}</Tabs.Tab>
        <Tabs.Tab value="sides">{t('impact.sides')}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="words" pt="sm"><ChangeList before={before} after={after} number={number} /></Tabs.Panel>
      <Tabs.Panel value="sides" pt="sm">
        <SideBySide before={before} after={after} heads={heads ?? [t('impact.side.before', { number: String(number) }), t('impact.side.after')]} />
      </Tabs.Panel>
    </Tabs>
  )
}
