import { expect, it } from 'vitest'
import { placeOf } from './useFrame'

const frameAt = (location: object) => ({ contentWindow: { location } }) as unknown as HTMLIFrameElement

it('tells where a frame is', () => {
  expect(placeOf(frameAt({ protocol: 'https:', pathname: '/t/a', search: '?b', hash: '#c' }))).toBe('/t/a?b#c')
  expect(placeOf(frameAt({ protocol: 'about:' }))).toBe('')
  expect(placeOf(null)).toBe('')
})

it('tells nothing of a frame that left our origin', () => {
  const foreign = Object.defineProperty({}, 'contentWindow', { value: Object.defineProperty({}, 'location', { get: () => new Proxy({}, { get: () => { throw new DOMException('blocked', 'SecurityError') } }) }) })
  expect(placeOf(foreign as HTMLIFrameElement)).toBe('')
})
