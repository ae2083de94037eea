import { describe, expect, it } from 'vitest'
import { accentVariables, contrast } from './brand'

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
