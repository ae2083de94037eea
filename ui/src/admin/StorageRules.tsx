import { TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Schemas } from '../api/client'
import { Chip } from '../desk/parts/Chip'
import { Dialog } from '../desk/parts/Dialog'
import { FaultNotice } from '../desk/parts/FaultNotice'
import { isStale } from '../desk/parts/fault'
import { Leaving } from '../desk/parts/Leaving'
import { Stack, Table } from '../desk/parts/Table'
import { useSay } from '../desk/parts/toast'
import { When } from '../desk/parts/When'
import { WhyButton } from '../desk/parts/Why'
import { useI18n } from '../i18n/I18n'
import css from './admin.module.css'
import { type Retention, type Storage, usePreview, useSaveRetention } from './storageQueries'

type Months = Record<string, { keep: string; valid: string }>

const others = '*'

/** The kinds that there are files or rules of, and all others. */
function kindsOf({ kinds, retention }: Storage): string[] {
  const known = new Set([...kinds.map((k) => k.kind), ...retention.rules.map((r) => r.kind)].filter((k) => k && k !== others))
  return [...[...known].sort(), others]
}

function monthsOf(storage: Storage): Months {
  const rule = (kind: string) => storage.retention.rules.find((r) => r.kind === kind)
  const text = (n: number | undefined): string => (n ? String(n) : '')
  return Object.fromEntries(kindsOf(storage).map((kind) => [kind, { keep: text(rule(kind)?.keep), valid: text(rule(kind)?.valid) }]))
}

/** The rules as they are typed. One without months says that a kind is kept for ever though all others are not: it stays where it stood. */
function rulesOf(months: Months, { retention }: Storage): Retention {
  const stood = (kind: string): boolean => retention.rules.some((r) => r.kind === kind)
  const rules = Object.entries(months).filter(([kind, m]) => m.keep || m.valid || stood(kind)).map(([kind, m]) => ({ kind, keep: Math.trunc(Number(m.keep)) || 0, valid: Math.trunc(Number(m.valid)) || 0 }))
  return { rules, revision: retention.revision }
}

function Preview({ files, name }: { files: readonly Schemas['EndingFile'][]; name: (kind: string) => string }) {
  const { t } = useI18n()
  if (files.length === 0) return <p role="status">{t('documents.storage.previewNone')}</p>
  return (
    <>
      <p role="status">{t('documents.storage.previewSome', { n: files.filter((f) => !f.onHold).length })}</p>
      <Table label={t('documents.storage.preview')} heads={[t('documents.storage.case'), t('documents.storage.kind'), t('documents.storage.file'), t('documents.storage.erasedFrom')]}>
        {files.slice(0, 100).map((f) => (
          <tr key={f.document}>
            <th scope="row"><bdi dir="ltr">{f.reference}</bdi></th>
            <td><bdi>{f.kind ? name(f.kind) : t('documents.storage.kindNone')}</bdi></td>
            <td><bdi>{f.name}</bdi></td>
            <td>{f.onHold ? <Chip tone="info" glyph="hidden">{t('documents.storage.onHold')}</Chip> : <When at={f.erasedFrom} />}</td>
          </tr>
        ))}
      </Table>
    </>
  )
}

/** How long the files of each kind are kept, and what that would erase. */
export function Rules({ storage, why, reload }: { storage: Storage; why: string | undefined; reload: () => void }) {
  const { t, text, number, fileSize } = useI18n()
  const say = useSay()
  const preview = usePreview()
  const save = useSaveRetention()
  const [months, setMonths] = useState(() => monthsOf(storage))
  const [isAsking, setAsking] = useState(false)
  const isChanged = JSON.stringify(months) !== JSON.stringify(monthsOf(storage))
  const change = (kind: string, part: 'keep' | 'valid', value: string): void => setMonths({ ...months, [kind]: { keep: '', valid: '', ...months[kind], [part]: value.replace(/\D/g, '').slice(0, 4) } })
  const name = (kind: string): string => (kind === others ? t('documents.storage.kindOther') : text(storage.kinds.find((k) => k.kind === kind)?.label) || kind)
  const confirm = (): void => save.mutate(rulesOf(months, storage), {
    onSuccess: () => {
      setAsking(false)
      say(t('documents.storage.saved'))
    },
  })
  const use = (kind: string) => storage.kinds.filter((k) => (kind === others ? !months[k.kind] : k.kind === kind))
  return (
    <section>
      <h2 className={css.subhead}>{t('documents.storage.rules')}</h2>
      <Stack>
        <p>{t('documents.storage.rulesText')}</p>
        <Table label={t('documents.storage.rules')} heads={[t('documents.storage.kind'), t('documents.storage.files'), t('documents.storage.size'), t('documents.storage.keep'), t('documents.storage.valid')]}>
          {Object.keys(months).map((kind) => (
            <tr key={kind}>
              <th scope="row"><bdi>{name(kind)}</bdi></th>
              <td data-head={t('documents.storage.files')}>{number(use(kind).reduce((n, k) => n + k.files, 0))}</td>
              <td data-head={t('documents.storage.size')}>{fileSize(use(kind).reduce((n, k) => n + k.bytes, 0))}</td>
              {(['keep', 'valid'] as const).map((part) => (
                <td key={part} data-head={t(`documents.storage.${part}`)}><TextInput size="xs" inputMode="numeric" aria-label={t(part === 'keep' ? 'documents.storage.keepOf' : 'documents.storage.validOf', { kind: name(kind) })} value={months[kind]?.[part] ?? ''} readOnly={!!why} onChange={(e) => change(kind, part, e.currentTarget.value)} /></td>
              ))}
            </tr>
          ))}
        </Table>
        <div className={css.rowActions}>
          <WhyButton variant="default" busy={preview.isPending} onClick={() => preview.mutate(rulesOf(months, storage))}>{t('documents.storage.preview')}</WhyButton>
          <WhyButton why={why} onClick={() => isChanged && setAsking(true)}>{t('documents.storage.save')}</WhyButton>
        </div>
        <FaultNotice error={preview.error} />
        {preview.data && <Preview files={preview.data} name={name} />}
      </Stack>
      {isAsking && (
        <Dialog title={t('documents.storage.saveAsk')} action={t('documents.storage.save')} danger busy={save.isPending} error={save.error} reload={isStale(save.error) ? reload : undefined} onSubmit={confirm} onClose={() => setAsking(false)}>
          <p>{t('documents.storage.saveText')}</p>
        </Dialog>
      )}
      <Leaving unsaved={isChanged} />
    </section>
  )
}
