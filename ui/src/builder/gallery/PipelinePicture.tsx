import { useMemo } from 'react'
import { Glyph } from '../../desk/parts/Glyph'
import type { Form } from '../../fields/types'
import { useI18n } from '../../i18n/I18n'
import { direction } from '../../i18n/locale'
import { ContentProvider, reader } from '../frame/content'
import { useSpeech } from '../pipeline/editing'
import { type Box, draw, type Link, loopsOf, outsideIn, outsideOut, pathThrough, type Point } from '../pipeline/layout'
import { KindGlyph, TriggerGlyph } from '../pipeline/Marks'
import { answersOf, ofPipeline } from '../pipeline/names'
import type { Pipeline, Stage, Transition } from '../pipeline/types'
import { useWords, type Words } from '../pipeline/words'
import css from './picture.module.css'

const placed = ({ x, y, width, height }: Box) => ({ left: x, top: y, width, height })

function Way({ transition, words }: { transition: Transition; words: Words }) {
  const guard = words.guard(transition)
  return (
    <li className={css.way} title={guard || undefined}>
      <span><TriggerGlyph transition={transition} />{words.trigger(transition)}</span>
      {guard && <small>{guard}</small>}
    </li>
  )
}

function StageBox({ p, stage, box, words }: { p: Pipeline; stage: Stage; box: Box; words: Words }) {
  const { t, text } = useSpeech()
  return (
    <li className={css.stage} data-kind={stage.kind} style={placed(box)}>
      <span className={css.kind}><KindGlyph kind={stage.kind} />{t(`flow.kind.${stage.kind}`)}</span>
      <strong>{text(stage.name) || stage.key}</strong>
      {stage.queue && <span className={css.fact}><Glyph name="queue" size={12} />{text(stage.queue.name) || stage.queue.key}</span>}
      {stage.serviceLevel && <span className={css.fact}><Glyph name="pending" size={12} />{t('flow.stage.within', { time: words.duration(stage.serviceLevel) })}</span>}
      {loopsOf(p, stage.key).map((loop) => <span key={loop.key} className={css.fact} title={words.guard(loop) || undefined}><TriggerGlyph transition={loop} />{words.trigger(loop)}</span>)}
    </li>
  )
}

function Arrows({ links }: { links: readonly (Link & { points: Point[] })[] }) {
  return links.map((link) => <path key={link.id} d={pathThrough(link.points)} className={css.edge} markerEnd="url(#gallery-arrow)" />)
}

function Drawn({ p, form }: { p: Pipeline; form: Form | undefined }) {
  const speech = useSpeech()
  const { t, locale } = speech
  const names = useMemo(() => [...answersOf(form, speech), ...ofPipeline(p, speech)], [form, p, speech])
  const words = useWords(p, names)
  const picture = useMemo(() => draw(p, direction(locale) === 'rtl'), [p, locale])
  const size = { width: picture.width, height: picture.height }
  return (
    <div className={css.frame} role="region" aria-label={t('gallery.pipeline')} tabIndex={0}>
      <div className={css.picture} style={size}>
        <svg {...size} className={css.arrows} aria-hidden="true">
          <defs><marker id="gallery-arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0 10 5 0 10z" className={css.head} /></marker></defs>
          <Arrows links={picture.links} />
        </svg>
        <ul className={css.boxes} dir={direction(locale)}>
          {[outsideIn, outsideOut].map((id) => {
            const box = picture.boxes.get(id)
            return box && <li key={id} className={css.outside} style={placed(box)}>{t(id === outsideIn ? 'flow.outside.start' : 'flow.outside.removed')}</li>
          })}
          {p.stages.map((stage) => {
            const box = picture.boxes.get(stage.key)
            return box && <StageBox key={stage.key} p={p} stage={stage} box={box} words={words} />
          })}
        </ul>
        {picture.links.map((link) => (
          <ul key={link.id} className={css.label} dir={direction(locale)} style={{ left: link.label.x, top: link.label.y, width: link.label.width }}>
            {link.transitions.map((each) => <Way key={each.key} transition={each} words={words} />)}
          </ul>
        ))}
      </div>
    </div>
  )
}

/** A pipeline as a picture to look at; conditions stand beside the arrows. */
export function PipelinePicture({ p, form }: { p: Pipeline; form: Form | undefined }) {
  const { locale } = useI18n()
  const content = useMemo(() => ({ locale, setLocale: () => undefined, read: reader(locale, p.defaultLocale) }), [locale, p.defaultLocale])
  return <ContentProvider value={content}><Drawn p={p} form={form} /></ContentProvider>
}
