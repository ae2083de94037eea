import { Modal, Button } from '@mantine/core'
import { FaultNotice } from '../desk/parts/FaultNotice'
import { once } from '../desk/parts/once'
import { ListSkeleton, Stack } from '../desk/parts/Table'
import { useSay } from '../desk/parts/toast'
import { useFocusBack } from '../desk/parts/useFocusBack'
import { useI18n } from '../i18n/I18n'
import css from './admin.module.css'
import { useInstall, useTemplates } from './queries'

/** The ready sets to start from. Installing publishes them at once. */
export function TemplateDialog({ onClose }: { onClose: () => void }) {
  const { t, text } = useI18n()
  useFocusBack()
  const say = useSay()
  const { data, error, refetch } = useTemplates()
  const install = useInstall()
  const start = (key: string, title: string): void =>
    install.mutate(key, {
      onSuccess: () => {
        say(t('desk.templates.installed', { title }))
        onClose()
      },
    })
  return (
    <Modal opened onClose={onClose} size="lg" title={t('desk.templates.choose')} closeButtonProps={{ 'aria-label': t('desk.close') }}>
      <Stack>
        <p>{t('desk.templates.text')}</p>
        <FaultNotice error={install.error} />
        {!data && error ? <FaultNotice error={error} retry={() => void refetch()} /> : null}
        {!data && !error ? <ListSkeleton rows={3} /> : null}
        <ul className={css.templates}>
          {data?.map((x) => (
            <li key={x.key}>
              <div>
                <strong>{text(x.title)}</strong>
                {x.description && <p>{text(x.description)}</p>}
              </div>
              <Button variant="default" loading={install.isPending && install.variables === x.key} aria-label={t('desk.templates.installOf', { title: text(x.title) })} onClick={once(() => start(x.key, text(x.title)))}>
                {t('desk.templates.install')}
              </Button>
            </li>
          ))}
        </ul>
      </Stack>
    </Modal>
  )
}
