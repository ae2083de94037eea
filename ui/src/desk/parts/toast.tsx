import { CloseButton, Portal } from '@mantine/core'
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react'
import { useI18n } from '../../i18n/I18n'
import { Glyph } from './Glyph'
import css from './parts.module.css'

interface Toast {
  id: number
  tone: 'success' | 'danger'
  text: string
  action?: ReactNode
}

type Say = (text: string, more?: { tone?: Toast['tone']; action?: ReactNode }) => void

const Context = createContext<Say | undefined>(undefined)

/** Tells of what happened; spoken by screen readers too. Bad news stays until it is closed. */
export function useSay(): Say {
  const say = useContext(Context)
  if (!say) throw new Error('useSay outside of ToastProvider')
  return say
}

const lasting = 10_000

function Line({ toast, close }: { toast: Toast; close: (id: number) => void }) {
  const { t } = useI18n()
  const [held, setHeld] = useState(false)
  useEffect(() => {
    if (held || toast.tone === 'danger') return
    const timer = setTimeout(() => close(toast.id), lasting)
    return () => clearTimeout(timer)
  }, [held, toast, close])
  const hold = { onMouseEnter: () => setHeld(true), onMouseLeave: () => setHeld(false), onFocus: () => setHeld(true), onBlur: () => setHeld(false) }
  return (
    <div className={css.toast} data-tone={toast.tone} {...hold}>
      <Glyph name={toast.tone === 'success' ? 'pass' : 'fail'} size={16} />
      <span className={css.toastText}>{toast.text}</span>
      {toast.action}
      <CloseButton size="sm" aria-label={t('desk.close')} onClick={() => close(toast.id)} />
    </div>
  )
}

export function ToastProvider({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<readonly Toast[]>([])
  const next = useRef(1)
  const close = useCallback((id: number) => setToasts((all) => all.filter((x) => x.id !== id)), [])
  const say = useCallback<Say>((text, { tone = 'success', action } = {}) => {
    setToasts((all) => [...all.slice(-2), { id: next.current++, tone, text, action }])
  }, [])
  const lines = useMemo(() => toasts.map((toast) => <Line key={toast.id} toast={toast} close={close} />), [toasts, close])
  return (
    <Context value={say}>
      {children}
      <Portal><div className={css.toasts} role="status">{lines}</div></Portal>
    </Context>
  )
}
