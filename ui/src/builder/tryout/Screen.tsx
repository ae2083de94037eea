import { useEffect, useRef, useState } from 'react'
import { useI18n } from '../../i18n/I18n'
import { hearParts } from '../frame/parts'
import css from './tryout.module.css'

/** What people hold in their hands, by the width of its screen in pixels. */
export const devices = { phone: 390, tablet: 768, desktop: 1280 } as const

export type Device = keyof typeof devices

/** What the frame shows; another turn loads it anew, also where the path is the same. */
export interface Shown {
  path: string
  turn: number
}

/** The size of an element, as long as it is there. */
function useSize() {
  const ref = useRef<HTMLDivElement>(null)
  const [size, setSize] = useState({ width: 0, height: 0 })
  useEffect(() => {
    const element = ref.current
    if (!element) return
    const watch = new ResizeObserver(([entry]) => entry && setSize({ width: entry.contentRect.width, height: entry.contentRect.height }))
    watch.observe(element)
    return () => watch.disconnect()
  }, [])
  return { ref, size }
}

interface ScreenProps {
  shown: Shown
  device: Device
  title: string
  /** Gives the frame, to ask where it is. */
  onFrame: (frame: HTMLIFrameElement | null) => void
}

/** The keys that lead from part to part lead out of the frame too, as long as it shows a page of ours. */
function hearInside({ contentDocument }: HTMLIFrameElement): void {
  if (contentDocument) hearParts(contentDocument)
}

/** The real pages as they are on a device; a screen that is too wide for the place is drawn smaller, and says so. */
export function Screen({ shown, device, title, onFrame }: ScreenProps) {
  const { t, number } = useI18n()
  const { ref, size } = useSize()
  const width = devices[device]
  const scale = size.width > 0 ? Math.min(1, size.width / width) : 1
  const height = Math.max(320, size.height) / scale
  return (
    <div className={css.stage}>
      <div ref={ref} className={css.place} data-part="screen">
        <div className={css.device} data-device={device} style={{ inlineSize: width * scale, blockSize: height * scale }}>
          <iframe
            key={`${shown.turn} ${shown.path}`}
            ref={onFrame}
            src={shown.path}
            title={title}
            className={css.frame}
            onLoad={(e) => hearInside(e.currentTarget)}
            style={{ inlineSize: width, blockSize: height, transform: `scale(${scale})` }}
          />
        </div>
      </div>
      <p className={css.size}>{scale < 1 ? t('tryout.device.scaled', { width: number(width), scale: number(scale, { style: 'percent' }) }) : t('tryout.device.width', { width: number(width) })}</p>
    </div>
  )
}
