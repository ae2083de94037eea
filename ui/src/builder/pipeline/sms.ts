/** The signs of GSM-7, of which an SMS holds 160; those of the second list count twice. */
const single = '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà'
const double = '^{}\\[~]|€\f'

export interface Sms {
  /** As they count: a sign of the second list is two, one beyond the first plane of Unicode too. */
  chars: number
  parts: number
  encoding: 'GSM-7' | 'UCS-2'
  /** The signs that are not in GSM-7, each once: with one of them an SMS holds 70. */
  widening: string[]
}

/** How a text goes out as SMS: 160 signs or 70, and 153 or 67 in each part when it takes several. */
export function smsOf(text: string): Sms {
  const signs = [...text]
  const widening = [...new Set(signs.filter((s) => !single.includes(s) && !double.includes(s)))]
  const encoding = widening.length > 0 ? 'UCS-2' : 'GSM-7'
  const chars = encoding === 'UCS-2' ? text.length : signs.reduce((n, s) => n + (double.includes(s) ? 2 : 1), 0)
  const [whole, part] = encoding === 'UCS-2' ? [70, 67] : [160, 153]
  return { chars, parts: chars <= whole ? Math.min(chars, 1) : Math.ceil(chars / part), encoding, widening }
}
