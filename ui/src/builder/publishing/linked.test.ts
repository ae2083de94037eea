import { describe, expect, it } from 'vitest'
import type { LinkRow } from '../form/sections/server'
import { behind } from './LinkedForms'

const row = (key: string, link: string, version: number): LinkRow => ({ key, link, version, newest: 3, title: { en: key }, label: { en: link }, draftRevision: 1, published: true })

describe('the forms that a section is brought to', () => {
  it('are each there once, with the links that change, and those that lose what was changed by hand', () => {
    const found = behind([row('a', 'home', 2), row('a', 'work', 3), row('b', 'home', 1), row('b', 'work', 0), row('c', 'home', 3)])
    expect(found.map(({ form, links, isByHand }) => [form.key, links.map(({ link }) => link), isByHand])).toEqual([['a', ['home'], false], ['b', ['home', 'work'], true]])
  })
})
