import { type ReactNode, useState } from 'react'
import { Button, ButtonRow } from '../../design/Button'
import { useFocusOnMount } from '../../design/Field'
import { Hidden } from '../../design/Hidden'
import { Card, Stack, Subheading } from '../../design/Layout'
import { Summary, SummaryRow } from '../../design/Summary'
import { useI18n } from '../../i18n/I18n'
import { display } from '../display'
import { type InputProps, isRecord } from '../input'
import type { Field } from '../types'

interface RowProps {
  input: InputProps
  index: number
  row: unknown
  isOpen: boolean
  /** The person has just opened or closed it. */
  isTouched: boolean
  onOpen: () => void
  onClose: () => void
  onRemove: () => void
}

const shownFields = 5

const leaves = (field: Field): boolean => !['statement', 'group', 'repeat', 'consent'].includes(field.type)

/** The first answers of a row, to know it by. */
function useAnswers({ input, row }: RowProps): { label: string; text: string }[] {
  const i18n = useI18n()
  const values = isRecord(row) ? row : {}
  return (input.field.fields ?? []).filter(leaves).flatMap((f) => {
    const text = display(f, values[f.key], { i18n, files: input.files })
    return text === undefined ? [] : [{ label: i18n.text(f.label), text }]
  })
}

/** A list in a row of another list stands one level deeper. */
const levelOf = (path: string): 2 | 3 | 4 => Math.min(4, 2 + (path.match(/\/\d+/g)?.length ?? 0)) as 2 | 3 | 4

/** Takes the focus when it appears. */
function Heading({ path, id, takesFocus, children }: { path: string; id: string; takesFocus: boolean; children: ReactNode }) {
  const ref = useFocusOnMount<HTMLHeadingElement>(takesFocus)
  return <Subheading level={levelOf(path)} id={id} ref={ref}>{children}</Subheading>
}

export function Row(props: RowProps) {
  const { input, index, isOpen, isTouched } = props
  const { t } = useI18n()
  const answers = useAnswers(props)
  const name = `${index + 1}. ${answers[0]?.text ?? t('apply.repeat.unnamed')}`
  const id = `${input.id}-${index}-title`
  return (
    <Card>
      <Heading key={String(isOpen)} path={input.path} id={id} takesFocus={isTouched}>{name}</Heading>
      {isOpen ? <OpenRow {...props} /> : <ClosedRow {...props} titleId={id} name={name} answers={answers.slice(0, shownFields)} />}
    </Card>
  )
}

function OpenRow({ input, index, onClose }: RowProps) {
  const { t } = useI18n()
  return (
    <Stack gap="medium">
      {input.inner(input.field.fields ?? [], `${input.path}/${index}`)}
      <ButtonRow>
        <Button
          kind="secondary"
          onClick={() => {
            input.onLeave()
            onClose()
          }}
        >
          {t('apply.repeat.done')}
        </Button>
      </ButtonRow>
    </Stack>
  )
}

interface ClosedRowProps extends RowProps {
  titleId: string
  name: string
  answers: readonly { label: string; text: string }[]
}

function ClosedRow({ titleId, name, answers, onOpen, onRemove }: ClosedRowProps) {
  const { t } = useI18n()
  const [asks, setAsks] = useState(false)
  const keep = (): void => {
    setAsks(false)
    document.getElementById(titleId)?.focus()
  }
  if (asks) return <Confirm name={name} onYes={onRemove} onNo={keep} />
  return (
    <>
      {answers.length > 0 && (
        <Summary>
          {answers.map((a) => <SummaryRow key={a.label} label={a.label}><bdi>{a.text}</bdi></SummaryRow>)}
        </Summary>
      )}
      <ButtonRow>
        <Button kind="quiet" onClick={onOpen}>{t('common.change')}<Hidden> {name}</Hidden></Button>
        <Button kind="quiet" onClick={() => setAsks(true)}>{t('common.remove')}<Hidden> {name}</Hidden></Button>
      </ButtonRow>
    </>
  )
}

function Confirm({ name, onYes, onNo }: { name: string; onYes: () => void; onNo: () => void }) {
  const { t } = useI18n()
  const ref = useFocusOnMount<HTMLButtonElement>()
  return (
    <Stack>
      <p>{t('apply.repeat.confirm', { name })}</p>
      <ButtonRow>
        <Button kind="danger" ref={ref} onClick={onYes}>{t('apply.repeat.yes')}</Button>
        <Button kind="quiet" onClick={onNo}>{t('apply.repeat.no')}</Button>
      </ButtonRow>
    </Stack>
  )
}
