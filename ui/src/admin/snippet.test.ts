import { describe, expect, it } from 'vitest'
import { framed, iframeOf, scriptOf } from './snippet'

const place = { script: 'https://e.example/embed.js', address: 'https://e.example/apply/account', title: 'A "good" <account>' }
const bare = { lang: '', isPlain: false, accent: '', height: 900 }

describe('a snippet', () => {
  it('says no more than what is wished for', () => {
    expect(scriptOf(place, bare)).toBe('<script src="https://e.example/embed.js" data-address="https://e.example/apply/account" async></script>')
    expect(scriptOf(place, { ...bare, lang: 'pt-BR', isPlain: true, accent: '#112233' })).toContain(' data-lang="pt-BR" data-theme="plain" data-accent="#112233" async>')
  })

  it('is HTML whatever the title holds', () => {
    expect(iframeOf(place, { ...bare, lang: 'ar' })).toContain('src="https://e.example/apply/account?lang=ar" title="A &quot;good&quot; &lt;account>" width="100%" height="900"')
  })

  it('names the site around where it is known', () => {
    expect(framed('/apply/account', { ...bare, isPlain: true }, 'https://shop.example')).toBe('/apply/account?frame=https%3A%2F%2Fshop.example&theme=plain')
  })
})
