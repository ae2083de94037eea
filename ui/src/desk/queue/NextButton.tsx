import { Button } from '@mantine/core'
import { useNavigate } from 'react-router'
import { useI18n } from '../../i18n/I18n'
import { tell } from '../parts/fault'
import { Glyph } from '../parts/Glyph'
import { useSay } from '../parts/toast'
import { useNext } from '../query/inbox'
import { useQueues } from '../query/queues'
import { useShortcuts } from '../shell/shortcuts'
import { caseHref } from './CaseTable'
import { viewOf } from './view'

interface NextButtonProps {
  queue: string
  /** The case that one has before oneself. */
  except?: string
  isPlain?: boolean
}

/** Takes the case that is to be worked on next and opens it: what is late first, then by priority, then by age. */
export function NextButton({ queue, except, isPlain = false }: NextButtonProps) {
  const i18n = useI18n()
  const { t } = i18n
  const navigate = useNavigate()
  const say = useSay()
  const next = useNext(queue)
  const { data } = useQueues()
  const may = data?.find((q) => q.key === queue)?.may?.includes('claim') ?? false
  const go = (): void => {
    if (next.isPending || !may) return
    next.mutate(except, {
      onSuccess: (id) => (id ? void navigate(caseHref(id, queue, viewOf(new URLSearchParams()))) : say(t('inbox.next.none'))),
      onError: (e) => say(tell(e, i18n).message, { tone: 'danger' }),
    })
  }
  useShortcuts(may ? [{ keys: 'n', label: t('inbox.next'), run: go }] : [])
  if (!may) return null
  return <Button variant={isPlain ? 'default' : 'filled'} loading={next.isPending} rightSection={<Glyph name="forward" />} aria-keyshortcuts="n" onClick={go}>{t('inbox.next')}</Button>
}
