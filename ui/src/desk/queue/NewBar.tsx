import { Button } from '@mantine/core'
import { LiveRegion } from '../../design/Hidden'
import { useI18n } from '../../i18n/I18n'
import { Glyph } from '../parts/Glyph'
import { useIsLive } from '../query/live'
import css from './inbox.module.css'
import type { Shown } from './shown'

/** Tells what others did to the list, and puts it in order when asked to. */
export function NewBar({ fresh, gone, onShow }: Pick<Shown, 'fresh' | 'gone'> & { onShow: () => void }) {
  const { t, list } = useI18n()
  const isLive = useIsLive()
  const words = [...(fresh > 0 ? [t('inbox.new', { n: fresh })] : []), ...(gone > 0 ? [t('inbox.left', { n: gone })] : [])]
  return (
    <div className={words.length > 0 || !isLive ? css.bar : undefined}>
      <LiveRegion visible>{words.length > 0 ? list(words) : !isLive ? <span className={css.quiet}>{t('inbox.offline')}</span> : null}</LiveRegion>
      {words.length > 0 && <Button variant="default" size="compact-sm" leftSection={<Glyph name="rotate" />} onClick={onShow}>{t('inbox.show')}</Button>}
    </div>
  )
}
