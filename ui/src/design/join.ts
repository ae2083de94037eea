/** Puts class names together; for use inside design/ only, others speak in props. */
export const join = (...names: (string | false | undefined)[]): string => names.filter(Boolean).join(' ')
