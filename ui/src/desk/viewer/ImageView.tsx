import { ActionIcon } from '@mantine/core'
import { useState } from 'react'
import { useI18n } from '../../i18n/I18n'
import { Glyph, type GlyphName } from '../parts/Glyph'
import css from './viewer.module.css'

const steps = [1, 1.5, 2, 3, 4] as const

function Tool({ label, glyph, onClick }: { label: string; glyph: GlyphName; onClick: () => void }) {
  return <ActionIcon variant="default" aria-label={label} title={label} onClick={onClick}><Glyph name={glyph} /></ActionIcon>
}

/** A picture to look at closely: nearer, turned, scrolled with keys or pointer. */
export function ImageView({ src, alt }: { src: string; alt: string }) {
  const { t, number } = useI18n()
  const [step, setStep] = useState(0)
  const [turn, setTurn] = useState(0)
  const zoom = steps[step] ?? 1
  const by = (n: number): void => setStep((s) => Math.min(Math.max(s + n, 0), steps.length - 1))
  const fit = (): void => {
    setStep(0)
    setTurn(0)
  }
  return (
    <div className={css.image}>
      <div className={css.tools} role="toolbar" aria-label={t('desk.viewer.tools')}>
        <Tool label={t('desk.viewer.out')} glyph="minus" onClick={() => by(-1)} />
        <output className={css.zoom}>{number(zoom, { style: 'percent' })}</output>
        <Tool label={t('desk.viewer.in')} glyph="plus" onClick={() => by(1)} />
        <Tool label={t('desk.viewer.rotate')} glyph="rotate" onClick={() => setTurn((r) => r + 90)} />
        <Tool label={t('desk.viewer.fit')} glyph="fit" onClick={fit} />
      </div>
      <div className={css.stage} tabIndex={0} role="region" aria-label={alt}>
        <img src={src} alt={alt} draggable={false} data-side={turn % 180 !== 0 || undefined} style={{ inlineSize: `${zoom * 100}%`, rotate: `${turn}deg` }} />
      </div>
    </div>
  )
}
