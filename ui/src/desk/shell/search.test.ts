import { expect, it } from 'vitest'
import type { Command } from './commands'
import { search } from './search'

const command = (id: string, title: string, group = 'Pages', words = ''): Command => ({ id, title, group, words, run: () => undefined })

const all = [command('a', 'Caixa de saída'), command('b', 'Código postal', 'Campos', 'cep'), command('c', 'Postal e código', 'Campos'), command('a', 'Caixa de saída')]
const found = (wanted: string): string => search(all, wanted).map((c) => c.id).join('')

it('finds by all words, without marks, in any order, best first', () => {
  expect(found('')).toBe('abc')
  expect(found('saida')).toBe('a')
  expect(found('codigo')).toBe('bc')
  expect(found('postal cod')).toBe('bc')
  expect(found('CEP')).toBe('b')
  expect(found('campos')).toBe('bc')
  expect(found('codigo nada')).toBe('')
})
