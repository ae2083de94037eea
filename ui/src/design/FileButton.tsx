import type { ReactNode } from 'react'
import css from './FileButton.module.css'
import { join } from './join'

interface FileButtonProps {
  id: string
  name: string
  accept: string
  multiple?: boolean
  /** Opens the phone's camera: "user" is the one that looks at the person. Shown only where a finger points. */
  capture?: 'environment' | 'user'
  describedBy?: string
  invalid?: boolean
  children: ReactNode
  onFiles: (files: File[]) => void
}

/** The real file input, drawn as a button: keyboard, screen reader and the phone's own sheet stay as they are. */
export function FileButton({ id, name, accept, multiple = false, capture, describedBy, invalid = false, children, onFiles }: FileButtonProps) {
  return (
    <label className={join(css.button, capture && css.camera)}>
      {children}
      <input
        className={css.input}
        type="file"
        id={id}
        name={name}
        accept={accept}
        multiple={multiple}
        capture={capture}
        aria-invalid={invalid || undefined}
        aria-describedby={describedBy}
        onChange={(e) => {
          onFiles([...(e.currentTarget.files ?? [])])
          e.currentTarget.value = ''
        }}
      />
    </label>
  )
}
