import { TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Dialog } from '../../desk/parts/Dialog'
import { FaultNotice } from '../../desk/parts/FaultNotice'
import { useSay } from '../../desk/parts/toast'
import { Waiting } from '../../desk/parts/Waiting'
import { useI18n } from '../../i18n/I18n'
import { DraftFault } from '../frame/saved'
import { keyFrom } from '../form/tree'
import type { Pipeline, Scenario, Step } from '../pipeline/types'
import { StepList } from '../scenario/StepList'
import type { StepWords } from '../scenario/words'
import { scenarioOf, type Tryout } from './server'
import css from './tryout.module.css'

interface SaveProps {
  tryout: Tryout
  /** In which language the pages were shown. */
  locale: string
  p: Pipeline
  words: StepWords
  /** Puts the scenario into the pipeline's draft. */
  keep: (scenario: Scenario) => Promise<void>
  onClose: () => void
}

/** The run so far, looked over and named, as a scenario of the pipeline. */
export function SaveDialog({ tryout, locale, p, words, keep, onClose }: SaveProps) {
  const { t } = useI18n()
  const say = useSay()
  const recorded = useQuery({ queryKey: ['tryout', tryout.id, 'scenario'], queryFn: () => scenarioOf(tryout.id), gcTime: 0, staleTime: Infinity, refetchOnWindowFocus: false, retry: false })
  const [title, setTitle] = useState('')
  const [edited, setEdited] = useState<Step[]>()
  const [wasSent, setSent] = useState(false)
  const save = useMutation({ mutationFn: keep })
  const steps = edited ?? recorded.data?.steps
  const submit = (): void => {
    setSent(true)
    const name = title.trim()
    if (name === '' || !steps?.length) return
    const isOther = locale !== p.defaultLocale && p.locales.includes(locale)
    const scenario: Scenario = { ...(isOther && { locale }), ...recorded.data!, key: keyFrom(name) || 'scenario', title: Object.fromEntries(p.locales.map((tag) => [tag, name])), steps }
    save.mutate(scenario, {
      onSuccess: () => {
        say(t('tryout.save.done', { name }))
        onClose()
      },
    })
  }
  return (
    <Dialog wide title={t('tryout.save.title')} action={steps ? t('tryout.save.action') : undefined} busy={save.isPending} onSubmit={submit} onClose={onClose}>
      <p>{t('tryout.save.text')}</p>
      <DraftFault error={save.error} />
      <TextInput data-autofocus label={t('tryout.scenario.title')} value={title} maxLength={200} error={wasSent && title.trim() === '' && t('tryout.save.nameMissing')} onChange={(e) => setTitle(e.currentTarget.value)} />
      <FaultNotice error={recorded.error} retry={() => void recorded.refetch()} />
      {recorded.isPending && <Waiting />}
      {steps && (
        <div className={css.recorded} role="region" aria-label={t('tryout.scenario.steps')} tabIndex={0}>
          <StepList p={p} words={words} steps={steps} label={t('tryout.scenario.steps')} onChange={setEdited} />
        </div>
      )}
    </Dialog>
  )
}
