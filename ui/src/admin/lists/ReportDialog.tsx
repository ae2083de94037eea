import { Dialog } from '../../desk/parts/Dialog'
import { Table } from '../../desk/parts/Table'
import { useI18n } from '../../i18n/I18n'
import css from '../admin.module.css'
import type { ListVersion } from './queries'

/** What came of reading an edition of a list. */
export function ReportDialog({ version, onClose }: { version: ListVersion; onClose: () => void }) {
  const { t, number } = useI18n()
  const figures = [
    ['checks.lists.read', version.rows], ['checks.lists.entries', version.entries], ['checks.lists.rejected', version.rejected],
    ['checks.lists.added', version.added], ['checks.lists.changed', version.changed], ['checks.lists.removed', version.removed],
  ] as const
  return (
    <Dialog title={t('checks.lists.report')} wide busy={false} onSubmit={onClose} onClose={onClose}>
      {version.failure && <p className={css.bad}>{version.failure}</p>}
      <dl className={css.figures}>{figures.map(([key, n]) => <div key={key}><dt>{t(key)}</dt><dd>{number(n)}</dd></div>)}</dl>
      <p className={css.quiet}>{t('checks.lists.hash')} <code className={css.code} dir="ltr">{version.hash}</code></p>
      <p className={css.quiet}><bdi>{version.files.join(', ')}</bdi>{version.published && <> · {t('checks.lists.published', { date: version.published })}</>}</p>
      {version.rejects.length > 0 && (
        <Table label={t('checks.lists.rejected')} heads={[t('checks.lists.file'), t('checks.lists.line'), t('checks.lists.why')]}>
          {version.rejects.map((r) => <tr key={`${r.file} ${r.line}`}><th scope="row"><bdi>{r.file}</bdi></th><td>{number(r.line)}</td><td>{r.why}</td></tr>)}
        </Table>
      )}
    </Dialog>
  )
}
