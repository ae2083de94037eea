import { Button, NativeSelect, Tabs } from '@mantine/core'
import { type FormEvent, type ReactNode, useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { FaultNotice } from '../../desk/parts/FaultNotice'
import { Glyph } from '../../desk/parts/Glyph'
import { Notice } from '../../desk/parts/Notice'
import { useFocusBack } from '../../desk/parts/useFocusBack'
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

/** What a run begins with: as it is, or anew in another pipeline. */
type Wish = Parameters<WorkbenchProps['begin']['mutate']>[0]

interface ChoiceProps {
  tryout: Tryout
  isBusy: boolean
  onBegin: (wish: Wish) => void
}

/** In which pipeline a form is tried. */
function PipelineChoice({ tryout, isBusy, onBegin }: ChoiceProps) {
  const { t, text } = useI18n()
  const pipelines = usePipelinesOf(tryout.kind === 'form' ? tryout.key : undefined)
  const [chosen, choose] = useState<string>()
  if (pipelines.length === 0) return null
  const now = pipelines.some((p) => p.key === tryout.pipeline) ? tryout.pipeline : ''
  const wanted = chosen ?? now
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (!isBusy && wanted !== now) onBegin({ pipeline: wanted || undefined, isFresh: true })
  }
  return (
    <form className={css.choice} onSubmit={submit}>
      <NativeSelect className={css.where} label={t('tryout.pipeline')} value={wanted} onChange={(e) => choose(e.currentTarget.value)}>
        <option value="">{t('tryout.pipeline.own')}</option>
        {pipelines.map((p) => <option key={p.key} value={p.key}>{text(p.title) || p.key}</option>)}
      </NativeSelect>
      <Button type="submit" variant="default" aria-disabled={isBusy || wanted === now || undefined} data-disabled={isBusy || wanted === now || undefined}>{t('tryout.pipeline.go')}</Button>
    </form>
  )
}

type Asked = 'save' | 'close' | { begin: Wish } | undefined

/** The title, and what can be done with the whole run. */
function Head({ address, title, tryout, trouble, begin, onAsk, canKeep }: Omit<WorkbenchProps, 'close'> & { onAsk: (asked: Asked) => void; canKeep: boolean }) {
  const { t } = useI18n()
  const navigate = useNavigate()
  const isChanged = useIsChanged(tryout)
  const home = `/builder/${address.kind}/${address.key}`
  const restart = (): void => (begin.isPending ? undefined : onAsk({ begin: {} }))
  return (
    <>
      <header className={css.head} data-part="head">
        <Link to={home} aria-label={t('tryout.back')} className={css.back}><Glyph name="back" size={16} /></Link>
        <h1>{t('tryout.title', { name: title })}</h1>
        <Button variant="default" leftSection={<Glyph name="rotate" />} aria-busy={begin.isPending || undefined} aria-disabled={begin.isPending || undefined} data-disabled={begin.isPending || undefined} onClick={restart}>{t('tryout.restart')}</Button>
        {canKeep && <Button variant="default" disabled={tryout.steps.length === 0} onClick={() => onAsk('save')}>{t('tryout.save.open')}</Button>}
        <Button onClick={() => onAsk('close')}>{t('tryout.close.open')}</Button>
      </header>
      {isChanged && <div className={css.strip}><Notice tone="warn" role="status"><p>{t('tryout.changed')} <button type="button" className={css.link} onClick={restart}>{t('tryout.restart')}</button></p></Notice></div>}
      {trouble ? <div className={css.strip}><DraftFault error={trouble} onOpen={() => void navigate(home)} /></div> : null}
    </>
  )
}

const isNarrow = (): boolean => !matchMedia('(min-width: 48rem)').matches

type Frame = ReturnType<typeof useFrame>

/** The real pages, and as whom, on what and in which language they are looked at. */
function Stage({ tryout, frame, isBusy, onBegin }: ChoiceProps & { frame: Frame }) {
  const { t } = useI18n()
  const [device, setDevice] = useState<Device>('phone')
  const name = tryout.people.find((p) => p.id === frame.who)?.name ?? t('flow.by.applicant')
  return (
    <div className={css.main}>
      <div className={css.bar} role="group" aria-label={t('tryout.bar')} data-part="bar">
        <Who people={tryout.people} who={frame.who} isBusy={frame.isBusy} onChange={(person) => {
          frame.become(person)
          setDevice(person === applicant || isNarrow() ? 'phone' : 'tablet')
        }} />
        <PipelineChoice tryout={tryout} isBusy={isBusy} onBegin={onBegin} />
        <Language tryout={tryout} value={frame.locale} onChange={frame.speak} />
        <div className={css.view}>
          <Devices device={device} onChange={setDevice} />
          <FrameActions onReload={frame.reload} onOpen={frame.openTab} />
        </div>
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
    <aside className={css.side} aria-label={t('tryout.side')} data-part="side">
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

/** Keeps the focus for what asked, also while one question leads to another. */
function Questions({ children }: { children: ReactNode }) {
  useFocusBack()
  return children
}

/** How many steps of a try-out are kept in its pipeline, also while this window shows another page. */
const keptOf = new Map<string, number>()

/** What ends a run: where steps would be lost that are kept nowhere, it is asked first. */
function useEnding({ address, tryout, begin, close }: WorkbenchProps) {
  const navigate = useNavigate()
  const [asked, setAsked] = useState<Asked>()
  const leave = (): void => close.mutate(undefined, { onSuccess: () => void navigate(`/builder/${address.kind}/${address.key}`) })
  const start = (wish: Wish): void => {
    if (begin.isPending) return
    setAsked(undefined)
    begin.mutate(wish, { onSuccess: () => void keptOf.delete(tryout.id) })
  }
  const end = (next: Asked): void => (typeof next === 'object' ? start(next.begin) : leave())
  const ask = (next: Asked): void => {
    const isLost = tryout.steps.length > (keptOf.get(tryout.id) ?? 0)
    if (next === undefined || next === 'save' || isLost) setAsked(next)
    else end(next)
  }
  return { asked, ask, end, isKept: () => void keptOf.set(tryout.id, tryout.steps.length) }
}

/** An open try-out. */
export function Workbench(props: WorkbenchProps) {
  const { address, title, tryout, trouble, begin, close } = props
  const root = useFill<HTMLDivElement>()
  const { p, form, canKeep } = useSubject(tryout)
  const words = usePipelineWords(p)
  const frame = useFrame(tryout)
  const keep = useKeep(tryout)
  const { asked, ask, end, isKept } = useEnding(props)
  useTidings(tryout)
  const isEnding = asked !== undefined && asked !== 'save'
  const failed = begin.error ?? (isEnding ? null : close.error) ?? trouble
  return (
    <>
      <Head address={address} title={title} tryout={tryout} trouble={failed} begin={begin} onAsk={ask} canKeep={canKeep} />
      <div ref={root} className={css.workbench}>
        <Stage tryout={tryout} frame={frame} isBusy={begin.isPending} onBegin={(wish) => ask({ begin: wish })} />
        <Side tryout={tryout} frame={frame} subject={{ p, form, canKeep, words }} />
      </div>
      {asked !== undefined && (
        <Questions>
          {asked === 'save' && <SaveDialog tryout={tryout} locale={frame.locale} p={p} words={words.steps} keep={(scenario) => keep(scenario).then(isKept)} onClose={() => ask(undefined)} />}
          {isEnding && <CloseDialog isAnew={asked !== 'close'} busy={close.isPending} error={asked === 'close' ? close.error : undefined} onSave={canKeep ? () => ask('save') : undefined} onLeave={() => end(asked)} onClose={() => ask(undefined)} />}
        </Questions>
      )}
    </>
  )
}
