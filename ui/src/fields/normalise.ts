// The same as builder/field/normalise.go, character by character.

const spaces = /[\t\v\f\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g
const lineBreaks = /[\n\r\u0085\u2028\u2029]/g
// Control characters on purpose: they are what is dropped.
// eslint-disable-next-line no-control-regex
const invisible = /[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u200b\u200e\u200f\u061c\ufeff\u202a-\u202e\u2066-\u2069]/g
const foreignDigits = /[\u0660-\u0669\u06f0-\u06f9\uff10-\uff19]/g
const loneSurrogates = /\p{Cs}/gu

/**
 * Makes one line of typed or pasted text comparable: Arabic, Persian and full-width digits become ASCII, invisible
 * direction marks and control characters go, every kind of space becomes one space, the ends are trimmed.
 */
export function normalise(s: string): string {
  const line = visible(s.replace(lineBreaks, ' ')).replace(foreignDigits, asciiDigit)
  return line.replace(/ {2,}/g, ' ').replace(/^ +| +$/g, '')
}

/** Normalises prose: lines stay lines and digits stay as they were written. */
export function normaliseLines(s: string): string {
  return visible(s.replaceAll('\r\n', '\n').replace(lineBreaks, '\n')).replace(/^[ \n]+|[ \n]+$/g, '')
}

/** Normalises an identifier: drops spaces and the separators that its kind allows, raises ASCII letters. */
export function compact(s: string, separators: string): string {
  const kept = [...normalise(s)].filter((c) => c !== ' ' && !separators.includes(c))
  return upperAscii(kept.join(''))
}

/** Makes a clean that drops spaces and these separators. */
export function separatedBy(separators: string): (s: string) => string {
  return (s) => compact(s, separators)
}

// Only ASCII: toUpperCase turns ß into SS, and dotless i into I.
export function upperAscii(s: string): string {
  return s.replace(/[a-z]/g, (c) => c.toUpperCase())
}

export function lowerAscii(s: string): string {
  return s.replace(/[A-Z]/g, (c) => c.toLowerCase())
}

function visible(s: string): string {
  return s.replace(loneSurrogates, '\ufffd').replace(spaces, ' ').replace(invisible, '')
}

// The three sets begin at a code whose last hexadecimal digit is 0.
function asciiDigit(c: string): string {
  return String(c.charCodeAt(0) & 0xf)
}
