import { luhnDigit } from '../digits'
import { compact } from '../normalise'
import type { Violation } from '../types'
import { wrong } from '../violation'
import { sameDigit } from './latin'

/** Drops the mask and the country prefix of intra-EU numbers. */
export function cleanNif(raw: string): string {
  const s = compact(raw, '.-')
  return [...s].length > 9 ? s.replace(/^ES/, '') : s
}

/** DNI, NIE (X, Y, Z stand for 0, 1, 2), K, L, M by a letter modulo 23; companies by Luhn, as digit or letter. */
export function checkNif(s: string): Violation[] {
  if (/^[0-9XYZKLM][0-9]{7}[A-Z]$/.test(s)) return sameDigit(s.charAt(8), personLetter(s))
  if (!/^[ABCDEFGHJNPQRSUVW][0-9]{7}[0-9A-J]$/.test(s)) return wrong('format')
  const control = luhnDigit(s.slice(1, 8))
  return sameDigit(s.charAt(8), s.charAt(8) >= 'A' ? 'JABCDEFGHI'[Number(control)] : control)
}

function personLetter(s: string): string | undefined {
  const place = 'XYZ'.indexOf(s.charAt(0))
  const number = place >= 0 ? `${place}${s.slice(1, 8)}` : s.slice(0, 8).replace(/^[KLM]/, '')
  return 'TRWAGMYFPDXBNJZSQVHLCKE'[Number(number) % 23]
}
