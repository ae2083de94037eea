import { accentContrast, type Pair } from '../design/brand'
import { Chip } from '../desk/parts/Chip'
import { useI18n } from '../i18n/I18n'
import css from './brand.module.css'

function Line({ name, pair }: { name: string; pair: Pair }) {
  const { t, number } = useI18n()
  const ratio = (n: number): string => t('settings.ratio', { ratio: number(Math.floor(n * 10) / 10, { minimumFractionDigits: 1 }) })
  return (
    <li>
      <span className={css.sample} style={{ color: pair.used.color, background: pair.used.on }}>{t('settings.sample')}</span>
      <span>{name}: {ratio(pair.used.ratio)}</span>
      {pair.isCorrected
        ? <><Chip tone="info" glyph="rotate">{t('settings.corrected')}</Chip><span className={css.quiet}>{t('settings.correctedText', { ratio: ratio(pair.chosen.ratio), color: pair.used.color === '#ffffff' ? pair.used.on : pair.used.color })}</span></>
        : <Chip tone="success" glyph="pass">{t('settings.asChosen')}</Chip>}
    </li>
  )
}

/** How well words can be read on the accent and in it, and what is done where they could not. */
export function Contrast({ accent }: { accent: string }) {
  const { t } = useI18n()
  const found = accentContrast(accent)
  if (!found) return null
  return (
    <section aria-label={t('settings.contrast')}>
      <h2 className={css.small}>{t('settings.contrast')}</h2>
      <p className={css.quiet}>{t('settings.contrastText')}</p>
      <div role="status">
        <ul className={css.ratios}>
          <Line name={t('settings.onButtons')} pair={found.button} />
          <Line name={t('settings.inLinks')} pair={found.link} />
        </ul>
      </div>
    </section>
  )
}
