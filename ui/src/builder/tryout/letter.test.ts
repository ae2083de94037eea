import { describe, expect, it } from 'vitest'
import { lettersOf } from './letter'

const link = '/t/try-a/sign#token=abc'

describe('a letter', () => {
  it('shows which of its addresses lead into the sandbox, and leaves the sentence around them as it is', () => {
    const body = `Sign here: https://x.example${link}. Questions: https://bank.example/help`
    expect(lettersOf(body, [link])).toEqual([{ text: 'Sign here: ' }, { text: `https://x.example${link}`, link }, { text: '. Questions: https://bank.example/help' }])
    expect(lettersOf(body, [link]).map(({ text }) => text).join('')).toBe(body)
  })

  it('takes the longest of two links that begin alike', () => {
    expect(lettersOf(`http://x${link}d`, [link, `${link}d`])).toEqual([{ text: `http://x${link}d`, link: `${link}d` }])
  })

  it('is one stretch where nothing leads anywhere', () => expect(lettersOf('Hello', [])).toEqual([{ text: 'Hello' }]))
})
