import { useEffect, useState } from 'react'
import { Button, ButtonRow } from '../../design/Button'
import { useFocusOnMount } from '../../design/Field'
import { Stack } from '../../design/Layout'
import { useI18n } from '../../i18n/I18n'
import css from './Preview.module.css'

interface PreviewProps {
  picture: File
  kind: string
  onUse: () => void
  onRetake: () => void
}

function useObjectUrl(file: File): string | undefined {
  const [url, setUrl] = useState<string>()
  useEffect(() => {
    const made = URL.createObjectURL(file)
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [file])
  return url
}

/** The photo, large enough to see whether it can be read, before it is sent. */
export function Preview({ picture, kind, onUse, onRetake }: PreviewProps) {
  const { t } = useI18n()
  const url = useObjectUrl(picture)
  const ref = useFocusOnMount<HTMLParagraphElement>()
  return (
    <Stack>
      <p ref={ref} tabIndex={-1}>{t('apply.file.look')}</p>
      {url && <img className={css.picture} src={url} alt={t('apply.file.previewAlt', { kind })} />}
      <ButtonRow>
        <Button onClick={onUse}>{t('apply.file.use')}</Button>
        <Button kind="secondary" onClick={onRetake}>{t('apply.file.retake')}</Button>
      </ButtonRow>
    </Stack>
  )
}
