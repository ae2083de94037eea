import { describe, expect, it } from 'vitest'
import { parse } from './router'

const at = (href: string) => {
  const { pathname, search, hash } = new URL(href, 'https://example.test')
  return parse({ pathname, search, hash })
}

describe('parse', () => {
  it.each([
    ['/apply/account', { name: 'start', pipeline: 'account' }],
    ['/t/demo/apply/account/', { name: 'start', pipeline: 'account' }],
    ['/t/demo/apply/account/page/owners', { name: 'page', pipeline: 'account', page: 'owners', fromCheck: false }],
    ['/apply/account/page/owners?from=check', { name: 'page', pipeline: 'account', page: 'owners', fromCheck: true }],
    ['/apply/account/check', { name: 'check', pipeline: 'account' }],
    ['/t/demo/apply/account/status', { name: 'status', pipeline: 'account' }],
    ['/resume#token=abc', { name: 'resume', token: 'abc' }],
    ['/t/demo/resume', { name: 'resume', token: undefined }],
    ['/sign#token=a%2Bb', { name: 'sign', token: 'a+b' }],
    ['/sign?token=abc', { name: 'sign', token: undefined }],
    ['/apply', { name: 'unknown' }],
    ['/apply/a/b', { name: 'unknown' }],
    ['/apply/a/page/b/c', { name: 'unknown' }],
    ['/', { name: 'unknown' }],
  ])('%s', (href, want) => expect(at(href)).toEqual(want))
})
