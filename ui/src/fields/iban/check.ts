import { identifierCheck } from '../identifier'
import { compact } from '../normalise'
import type { FieldCheck, Violation } from '../types'
import { wrong } from '../violation'

// The length of each country's IBAN (SWIFT IBAN registry).
const lengths =
  'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 ' +
  'DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 ' +
  'JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 ' +
  'PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 ' +
  'VA22 VG24 XK20 YE30'

/** An international bank account number (ISO 13616, check digits modulo 97 of ISO 7064). */
export const ibanCheck: FieldCheck = identifierCheck('iban', { clean: cleanIban, check: checkIban }, formatIban)

/** Drops spaces and hyphens and raises letters. */
export function cleanIban(s: string): string {
  return compact(s, '-')
}

/** Answers format, unknown (country without IBAN), length or check_digit. */
export function checkIban(s: string): Violation[] {
  if (!/^[A-Z]{2}[0-9]{2}[0-9A-Z]+$/.test(s)) return wrong('format')
  const place = lengths.indexOf(s.slice(0, 2))
  if (place < 0) return wrong('unknown')
  const n = Number(lengths.slice(place + 2, place + 4))
  if (s.length !== n) return wrong('length', { n })
  return rest(s.slice(4) + s.slice(0, 4)) === 1 ? [] : wrong('check_digit')
}

/** Writes an IBAN in groups of four. */
export function formatIban(s: string): string {
  return s.replace(/(.{4})(?=.)/g, '$1 ')
}

// Reads letters as 10 to 35 and gives the number modulo 97, digit by digit: it has up to 60 of them.
function rest(s: string): number {
  const digits = [...s].map((c) => String(parseInt(c, 36))).join('')
  return [...digits].reduce((sum, d) => (sum * 10 + Number(d)) % 97, 0)
}
