import { Button } from '../../design/Button'
import { Hidden } from '../../design/Hidden'
import { Tag } from '../../design/Tag'
import { Task, TaskList } from '../../design/TaskList'
import { useI18n } from '../../i18n/I18n'
import type { InputProps, StoredFile } from '../input'

interface StoredListProps {
  input: InputProps
  ids: readonly string[]
  onRemove: (id: string) => void
}

/** What there is to say of a file: that it was not taken and why, that it is being checked, else how large it is. */
function Hint({ file }: { file: StoredFile }) {
  const { t, fileSize } = useI18n()
  if (file.scan === 'flagged') return <Tag tone="danger">{t('fault.file_flagged')}</Tag>
  if (file.refused) return <Tag tone="danger">{file.reason ?? t('apply.file.refused')}</Tag>
  return <>{fileSize(file.size)}{file.scan === 'pending' && <> · {t('apply.file.checking')}</>}</>
}

/** The files that are there, each with a way to look at it and to take it away. */
export function StoredList({ input, ids, onRemove }: StoredListProps) {
  const { t } = useI18n()
  if (ids.length === 0) return null
  const open = (id: string): void => {
    const tab = window.open('', '_blank')
    input.files.link(id).then((url) => tab && (tab.location.href = url), () => tab?.close())
  }
  return (
    <TaskList>
      {ids.map((id) => {
        const file = input.files.known(id)
        const name = file?.name ?? t('apply.file.unnamed')
        return (
          <Task
            key={id}
            title={<bdi>{name}</bdi>}
            hint={file && <Hint file={file} />}
            status={
              <>
                {file?.scan !== 'flagged' && <Button kind="quiet" onClick={() => open(id)}>{t('apply.file.view')}<Hidden> {name}</Hidden></Button>}
                {!input.files.keeps && <Button kind="quiet" onClick={() => onRemove(id)}>{t('common.remove')}<Hidden> {name}</Hidden></Button>}
              </>
            }
          />
        )
      })}
    </TaskList>
  )
}
