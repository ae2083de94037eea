import { Button, NativeSelect, Tabs } from '@mantine/core'
import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { FaultNotice } from '../../desk/parts/FaultNotice'
import { Glyph } from '../../desk/parts/Glyph'
import { Notice } from '../../desk/parts/Notice'
import { useI18n } from '../../i18n/I18n'
import { equal, type Json, type JsonObject } from '../document/json'
import { useDraftView } from '../frame/draftContext'
import { DraftFault } from '../frame/saved'
import type { Address } from '../frame/server'
import { useFill } from '../pipeline/useFill'
import { usePipelineWords } from '../scenario/words'
import { Devices, FrameActions, Language, Who } from './Bar'
import { Checks } from './Checks'
import { Clock } from './Clock'
import { CloseDialog } from './CloseDialog'
import { Happened } from './Happened'
import { Messages } from './Messages'
import { Probe } from './Probe'
import { SaveDialog } from './SaveDialog'
import { type Device, Screen } from './Screen'
import { applicant, type Tryout, type useTryout } from './server'
import { useKeep, usePipelinesOf, useSubject } from './subject'
import css from './tryout.module.css'
import { useFrame } from './useFrame'
import { useTidings } from './useTidings'

interface WorkbenchProps extends Pick<ReturnType<typeof useTryout>, 'begin' | 'close'> {
  address: Address
  title: string
  tryout: Tryout
  /** Why the last look at it failed, if it did. */
  trouble: unknown
}

/** Whether the draft is another than the one that is tried. Scenarios that were kept meanwhile change nothing of what runs. */
function useIsChanged(tryout: Tryout): boolean {
  const { history, revision } = useDraftView<object>()
  const [start] = useState(() => ({ body: history.present, isKnown: revision === tryout.revision }))
  const plain = (body: object): Json => {
    const { scenarios: _, ...rest } = body as JsonObject
    return rest
  }
  if (!start.isKnown) return revision !== tryout.revision
  return history.present !== start.body && !equal(plain(history.present), plain(start.body))
}

/** In which pipeline a form is tried. */
function PipelineChoice({ tryout, begin }: Pick<WorkbenchProps, 'tryout' | 'begin'>) {
  const { t, text } = useI18n()
  const pipelines = usePipelinesOf(tryout.kind === 'form' ? tryout.key : undefined)
  if (pipelines.length === 0) return null
  const isOwn = !pipelines.some((p) => p.key === tryout.pipeline)
  return (
    <NativeSelect className={css.who} label={t('tryout.pipeline')} value={isOwn ? '' : tryout.pipeline} disabled={begin.isPending} onChange={(e) => begin.mutate({ pipeline: e.currentTarget.value || undefined, isFresh: true })}>
      <option value="">{t('tryout.pipeline.own')}</option>
      {pipelines.map((p) => <option key={p.key} value={p.key}>{text(p.title) || p.key}</option>)}
    </NativeSelect>
  )
}

type Asked = 'save' | 'close' | undefined

/** The title, and what can be done with the whole run. */
function Head({ address, title, tryout, trouble, begin, onAsk, canKeep }: Omit<WorkbenchProps, 'close'> & { onAsk: (asked: Asked) => void; canKeep: boolean }) {
  const { t } = useI18n()
  const isChanged = useIsChanged(tryout)
  const restart = (): void => begin.mutate({})
  return (
    <>
      <header className={css.head}>
        <Link to={`/builder/${address.kind}/${address.key}`} aria-label={t('tryout.back')} className={css.back}><Glyph name="back" size={16} /></Link>
        <h1>{t('tryout.title', { name: title })}</h1>
        <Button variant="default" leftSection={<Glyph name="rotate" />} loading={begin.isPending} onClick={restart}>{t('tryout.restart')}</Button>
        {canKeep && <Button variant="default" disabled={tryout.steps.length === 0} onClick={() => onAsk('save')}>{t('tryout.save.open')}</Button>}
        <Button onClick={() => onAsk('close')}>{t('tryout.close.open')}</Button>
      </header>
      {isChanged && <div className={css.strip}><Notice tone="warn" role="status"><p>{t('tryout.changed')} <button type="button" className={css.link} onClick={restart}>{t('tryout.restart')}</button></p></Notice></div>}
      {(begin.error ?? trouble) ? <div className={css.strip}><DraftFault error={begin.error ?? trouble} /></div> : null}
    </>
  )
}

const isNarrow = (): boolean => !matchMedia('(min-width: 48rem)').matches

type Frame = ReturnType<typeof useFrame>

/** The real pages, and as whom, on what and in which language they are looked at. */
function Stage({ tryout, frame, begin }: { tryout: Tryout; frame: Frame; begin: WorkbenchProps['begin'] }) {
  const { t } = useI18n()
  const [device, setDevice] = useState<Device>('phone')
  const name = tryout.people.find((p) => p.id === frame.who)?.name ?? t('flow.by.applicant')
  return (
    <div className={css.main}>
      <div className={css.bar} role="group" aria-label={t('tryout.bar')}>
        <Who people={tryout.people} who={frame.who} isBusy={frame.isBusy} onChange={(person) => {
          frame.become(person)
          setDevice(person === applicant || isNarrow() ? 'phone' : 'tablet')
        }} />
        <PipelineChoice tryout={tryout} begin={begin} />
        <Language tryout={tryout} value={frame.locale} onChange={frame.speak} />
        <Devices device={device} onChange={setDevice} />
        <FrameActions onReload={frame.reload} onOpen={frame.openTab} />
      </div>
      <FaultNotice error={frame.error} />
      <Screen shown={frame.shown} device={device} title={t('tryout.frame', { name })} onFrame={frame.onFrame} />
    </div>
  )
}

type Subject = ReturnType<typeof useSubject> & { words: ReturnType<typeof usePipelineWords> }

/** The clock, and what came of all that was done. */
function Side({ tryout, frame, subject }: { tryout: Tryout; frame: Frame; subject: Subject }) {
  const { t, number } = useI18n()
  const { p, form, words } = subject
  return (
    <aside className={css.side} aria-label={t('tryout.side')}>
      <Clock tryout={tryout} p={p} words={words.words} onJumped={frame.reload} />
      <Tabs defaultValue="happened" keepMounted={false} classNames={{ root: css.tabs, panel: css.panel }}>
        <Tabs.List aria-label={t('tryout.side')}>
          <Tabs.Tab value="happened">{t('tryout.tab.happened')}</Tabs.Tab>
          <Tabs.Tab value="messages">{t('tryout.tab.messages')} <span className={css.quiet}>{number(tryout.messages.length)}</span></Tabs.Tab>
          <Tabs.Tab value="checks">{t('tryout.tab.checks')}</Tabs.Tab>
          <Tabs.Tab value="why">{t('tryout.tab.why')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="happened"><Happened tryout={tryout} p={p} form={form} words={words.steps} /></Tabs.Panel>
        <Tabs.Panel value="messages"><Messages messages={tryout.messages} onFollow={frame.follow} /></Tabs.Panel>
        <Tabs.Panel value="checks"><Checks tryout={tryout} /></Tabs.Panel>
        <Tabs.Panel value="why"><Probe tryout={tryout} words={words.words} /></Tabs.Panel>
      </Tabs>
    </aside>
  )
}

/** An open try-out. */
export function Workbench({ address, title, tryout, trouble, begin, close }: WorkbenchProps) {
  const navigate = useNavigate()
  const root = useFill<HTMLDivElement>()
  const { p, form, canKeep } = useSubject(tryout)
  const words = usePipelineWords(p)
  const frame = useFrame(tryout)
  const keep = useKeep(tryout)
  const [asked, setAsked] = useState<Asked>()
  const [keptSteps, setKeptSteps] = useState(0)
  useTidings(tryout)
  const leave = (): void => close.mutate(undefined, { onSuccess: () => void navigate(`/builder/${address.kind}/${address.key}`) })
  const ask = (next: Asked): void => (next === 'close' && tryout.steps.length <= keptSteps ? leave() : setAsked(next))
  return (
    <>
      <Head address={address} title={title} tryout={tryout} trouble={trouble} begin={begin} onAsk={ask} canKeep={canKeep} />
      <div ref={root} className={css.workbench}>
        <Stage tryout={tryout} frame={frame} begin={begin} />
        <Side tryout={tryout} frame={frame} subject={{ p, form, canKeep, words }} />
      </div>
      {asked === 'save' && <SaveDialog tryout={tryout} locale={frame.locale} p={p} words={words.steps} keep={(scenario) => keep(scenario).then(() => setKeptSteps(tryout.steps.length))} onClose={() => setAsked(undefined)} />}
      {asked === 'close' && <CloseDialog busy={close.isPending} error={close.error} onSave={canKeep ? () => setAsked('save') : undefined} onLeave={leave} onClose={() => setAsked(undefined)} />}
    </>
  )
}
