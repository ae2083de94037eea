import { useI18n } from '../../i18n/I18n'

/** The names of members by the ids that stand in an answer of the server; who is no longer known is staff. */
export function useNames(people: Readonly<Record<string, string>>): (id: string) => string {
  const { t } = useI18n()
  return (id) => people[id] ?? t('desk.actor.member')
}
