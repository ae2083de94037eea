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
    ['/t/demo/apply/account/page/owners', { name: 'page', pipeline: 'account', page: 'owners', fromCheck: false, item: undefined }],
    ['/apply/account/page/owners?from=check', { name: 'page', pipeline: 'account', page: 'owners', fromCheck: true, item: undefined }],
    ['/apply/account/page/owners?item=people', { name: 'page', pipeline: 'account', page: 'owners', fromCheck: false, item: 'people' }],
    ['/apply/account/list', { name: 'list', pipeline: 'account' }],
    ['/apply/account/messages', { name: 'thread', pipeline: 'account' }],
    ['/apply/account/i/people', { name: 'item', pipeline: 'account', item: 'people' }],
    ['/t/demo/i/people#token=abc', { name: 'resume', token: 'abc', to: 'i/people' }],
    ['/resume#token=abc&to=page/photos', { name: 'resume', token: 'abc', to: 'page/photos' }],
    ['/stop#token=abc', { name: 'stop', token: 'abc', isErased: false }],
    ['/stop?token=m1.abc', { name: 'stop', token: 'm1.abc', isErased: false }],
    ['/stop#erased', { name: 'stop', token: undefined, isErased: true }],
    ['/apply/account/check', { name: 'check', pipeline: 'account' }],
    ['/t/demo/apply/account/status', { name: 'status', pipeline: 'account' }],
    ['/resume#token=abc', { name: 'resume', token: 'abc', to: undefined }],
    ['/t/demo/resume', { name: 'resume', token: undefined, to: undefined }],
    ['/sign#token=a%2Bb', { name: 'sign', token: 'a+b' }],
    ['/sign?token=abc', { name: 'sign', token: undefined }],
    ['/apply', { name: 'portal' }],
    ['/apply/a/b', { name: 'unknown' }],
    ['/apply/a/page/b/c', { name: 'unknown' }],
    ['/', { name: 'unknown' }],
  ])('%s', (href, want) => expect(at(href)).toEqual(want))
})
