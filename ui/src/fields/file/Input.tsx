import { LiveRegion } from '../../design/Hidden'
import { describedBy, Fieldset } from '../../design/Field'
import { FileButton } from '../../design/FileButton'
import { Button, ButtonRow } from '../../design/Button'
import { Icon } from '../../design/Icon'
import { Meter } from '../../design/Meter'
import { Soft, Stack } from '../../design/Layout'
import { useI18n } from '../../i18n/I18n'
import type { InputProps } from '../input'
import { type FileLimits, fileLimits } from './check'
import { acceptOf, cameraOf, takesPictures, typeNames } from './limits'
import { Preview } from './Preview'
import { StoredList } from './StoredList'
import { type Uploads, useUploads } from './useUploads'

/** Two buttons on a phone: with `capture` most phones leave the gallery out. */
function Buttons({ input, limits, onFiles }: { input: InputProps; limits: FileLimits; onFiles: (files: File[]) => void }) {
  const { t } = useI18n()
  const { frame, field } = input
  const common = { name: field.key, describedBy: describedBy(frame), invalid: Boolean(frame.error), onFiles }
  return (
    <ButtonRow>
      {takesPictures(limits) && (
        <FileButton {...common} id={`${frame.id}-camera`} accept={acceptOf(limits, 'pictures')} capture={cameraOf(field)}>
          <Icon name="camera" />{t('apply.file.photo')}
        </FileButton>
      )}
      <FileButton {...common} id={frame.id} accept={acceptOf(limits)} multiple={limits.maxFiles > 1}>
        <Icon name="file" />{t('apply.file.choose')}
      </FileButton>
    </ButtonRow>
  )
}

function Sending({ uploads }: { uploads: Uploads }) {
  const { t, number } = useI18n()
  const { sending } = uploads
  const percent = sending?.percent ?? 0
  const said = sending ? t('apply.file.sending', { name: sending.name, percent: number(Math.floor(percent / 20) * 20) }) : uploads.said
  return (
    <>
      {sending && <Soft>{t('apply.file.sending', { name: sending.name, percent: number(percent) })}</Soft>}
      {sending && <Meter percent={percent} label={sending.name} />}
      <LiveRegion>{said}</LiveRegion>
    </>
  )
}

/** Files of a field, pictures among them. Serves the type image too. */
export function FileInput(input: InputProps) {
  const { t, list } = useI18n()
  const limits = fileLimits(input.field)
  const uploads = useUploads(input, limits)
  const frame = { ...input.frame, error: uploads.error ?? (uploads.isMended ? undefined : (input.frame.error ?? input.errorAt(''))) }
  const types = t('apply.file.accepted', { types: list(typeNames(limits)), n: Math.floor(limits.maxBytes / (1 << 20)) })
  return (
    <Fieldset frame={frame}>
      <Stack>
        <StoredList input={input} ids={uploads.ids} onRemove={uploads.remove} />
        {uploads.preview && <Preview picture={uploads.preview} kind={frame.label} onUse={uploads.use} onRetake={uploads.drop} />}
        <Sending uploads={uploads} />
        {uploads.failed.length > 0 && (
          <Stack gap="small">
            {uploads.failed.map((f) => <Soft key={f.name}><bdi>{f.name}</bdi></Soft>)}
            <ButtonRow>
              <Button kind="secondary" onClick={uploads.retry}>{t('common.retry')}</Button>
              <Button kind="quiet" onClick={uploads.drop}>{t('common.remove')}</Button>
            </ButtonRow>
          </Stack>
        )}
        {uploads.hasRoom && !uploads.preview && !uploads.sending && (
          <>
            <Soft small>{types}</Soft>
            <Buttons input={{ ...input, frame }} limits={limits} onFiles={uploads.take} />
          </>
        )}
      </Stack>
    </Fieldset>
  )
}
