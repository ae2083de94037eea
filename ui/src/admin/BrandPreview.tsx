import type { CSSProperties } from 'react'
import { accentVariables } from '../design/brand'
import { BrandMark } from '../design/Shell'
import { useI18n } from '../i18n/I18n'
import type { Look } from './BrandPage'
import css from './brand.module.css'

/** The first page of an applicant, as it will look. */
function PagePreview({ name, look }: { name: string; look: Look }) {
  const { t } = useI18n()
  return (
    <div className={css.page} style={accentVariables(look.accent) as CSSProperties} inert>
      <div className={css.pageHead}><BrandMark name={name} logo={look.logo} /></div>
      <div className={css.pageBody}>
        <p className={css.pageTitle}>{t('settings.preview.title')}</p>
        <p>{t('settings.preview.text')} <span className={css.link}>{t('settings.preview.link')}</span></p>
        <span className={css.button}>{t('apply.start.begin')}</span>
      </div>
      <div className={css.pageFoot}><bdi>{name}</bdi>{look.contact && <span>{t('common.contact')} <bdi>{look.contact}</bdi></span>}</div>
    </div>
  )
}

/** A letter as the e-mail channel writes it: without the logo, which mail programs do not show from inside a message. */
function LetterPreview({ name, look }: { name: string; look: Look }) {
  const { t } = useI18n()
  return (
    <div className={css.letter} inert>
      <p className={css.letterHead} style={{ borderBlockStartColor: look.accent }}><bdi>{name}</bdi></p>
      <p>{t('settings.preview.letter')}</p>
      {look.contact && <p className={css.letterFoot}><bdi>{look.contact}</bdi></p>}
    </div>
  )
}

/** What applicants will see, while the brand is being changed. */
export function BrandPreview(props: { name: string; look: Look }) {
  const { t } = useI18n()
  return (
    <div className={css.previews}>
      <figure><figcaption>{t('settings.preview.page')}</figcaption><PagePreview {...props} /></figure>
      <figure><figcaption>{t('settings.preview.email')}</figcaption><LetterPreview {...props} /></figure>
    </div>
  )
}
