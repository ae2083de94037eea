import { Button } from '../../design/Button'
import { Hidden } from '../../design/Hidden'
import { Tag } from '../../design/Tag'
import { Task, TaskList } from '../../design/TaskList'
import { useI18n } from '../../i18n/I18n'
import type { InputProps } from '../input'

interface StoredListProps {
  input: InputProps
  ids: readonly string[]
  onRemove: (id: string) => void
}

/** The files that are there, each with a way to look at it and to take it away. */
export function StoredList({ input, ids, onRemove }: StoredListProps) {
  const { t, fileSize } = useI18n()
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
            hint={file?.refused ? <Tag tone="danger">{file.reason ?? t('apply.file.refused')}</Tag> : file && fileSize(file.size)}
            status={
              <>
                <Button kind="quiet" onClick={() => open(id)}>{t('apply.file.view')}<Hidden> {name}</Hidden></Button>
                <Button kind="quiet" onClick={() => onRemove(id)}>{t('common.remove')}<Hidden> {name}</Hidden></Button>
              </>
            }
          />
        )
      })}
    </TaskList>
  )
}
