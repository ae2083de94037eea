// Twin of literal.go. Only what would end or break a string is escaped, so that Arabic and emoji stay readable.

// eslint-disable-next-line no-control-regex
const unsafe = /["\\\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]/g

/** Writes a CEL string. */
export function quote(text: string): string {
  const wellFormed = text.replace(/[\ud800-\udfff]/gu, '\ufffd') // half an emoji, which Go cannot hold
  return `"${wellFormed.replace(unsafe, escape)}"`
}

function escape(char: string): string {
  if (char === '"' || char === '\\') return `\\${char}`
  if (char === '\n') return '\\n'
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
}

/** Writes a CEL constant of type double. */
export function double(n: number): string {
  const text = String(n) // "0" for -0
  return /[.e]/.test(text) ? text : `${text}.0`
}
