import { useState } from 'react'
import { Stage } from './Stage'
import type { Size, View } from './view'
import css from './viewer.module.css'

interface PictureProps {
  src: string
  alt: string
  /** In pixels, as far as it is known before it is loaded. */
  size: Size
  view: View
  onScale: (scale: number) => void
  /** It could not be loaded. */
  onLost: () => void
}

/** A picture to look at closely. */
export function Picture({ src, alt, size, view, onScale, onLost }: PictureProps) {
  const [found, setFound] = useState(size)
  return (
    <Stage label={alt} size={found} view={view} onScale={onScale}>
      {(scale) => (
        <img
          className={css.picture}
          src={src}
          alt={alt}
          draggable={false}
          data-turn={view.turn}
          style={{ inlineSize: found.width * scale, blockSize: found.height * scale, rotate: `${view.turn}deg` }}
          onError={onLost}
          onLoad={(e) => setFound({ width: e.currentTarget.naturalWidth, height: e.currentTarget.naturalHeight })}
        />
      )}
    </Stage>
  )
}
