import { describe, expect, it } from 'vitest'
import { accentContrast, accentVariables, contrast } from './brand'

const rgb = (hex: string): [number, number, number] => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16)) as [number, number, number]

describe('accentVariables', () => {
  it.each(['#000000', '#ffffff', '#ffd400', '#7a1fa2', '#00c2a8', '#ff6600', '#808080', '#1e90ff'])('keeps text readable with %s', (accent) => {
    const v = accentVariables(accent)
    expect(contrast(rgb(v['--accent']!), rgb(v['--accent-ink']!))).toBeGreaterThanOrEqual(4.5)
    expect(contrast(rgb(v['--accent-deep']!), rgb(v['--accent-ink']!))).toBeGreaterThanOrEqual(4.5)
    expect(contrast(rgb(v['--accent-text']!), [255, 255, 255])).toBeGreaterThanOrEqual(4.5)
    expect(contrast(rgb(v['--accent-text']!), rgb(v['--accent-paper']!))).toBeGreaterThanOrEqual(4.5)
  })

  it('leaves the default alone when the accent cannot be read', () => expect(accentVariables('red')).toEqual({}))
})

it('says which contrast an accent has, and what is done about it', () => {
  for (let i = 0; i < 4096; i += 7) {
    const accent = `#${((i * 4099) % 0x1000000).toString(16).padStart(6, '0')}`
    const { button, link } = accentContrast(accent)!
    expect(button.used.ratio, accent).toBeGreaterThanOrEqual(4.5)
    expect(link.used.ratio, accent).toBeGreaterThanOrEqual(4.5)
    expect(button.used.on).toBe(accentVariables(accent)['--accent'])
    expect(link.used.color).toBe(accentVariables(accent)['--accent-text'])
    if (!link.isCorrected) expect(link.chosen.ratio).toBeGreaterThanOrEqual(4.5)
  }
  expect(accentContrast('#1f5fa8')?.button).toMatchObject({ isCorrected: false })
  expect(accentContrast('#ffe600')?.link.isCorrected).toBe(true)
  expect(accentContrast('red')).toBeUndefined()
})
