import { expect, it } from 'vitest'
import { peopleOf } from './people'

const keyOf = (h: string) => ({ email: 'email', 'e-mail': 'email', nome: 'full_name' })[h.toLowerCase()]
const read = (text: string) => peopleOf(text, 'email', keyOf)

it('reads addresses, one in each line', () => {
  expect(read('a@x.example\n\n  b@x.example  \r\n')).toEqual([{ email: 'a@x.example' }, { email: 'b@x.example' }])
})

it('reads tables of a spreadsheet and of files', () => {
  const want = [{ email: 'a@x.example', full_name: 'Ana; Maria "Nina"' }, { email: 'b@x.example' }]
  expect(read('E-mail\tNome\na@x.example\tAna; Maria "Nina"\nb@x.example\t')).toEqual(want)
  expect(read('Nome;E-mail\n"Ana; Maria ""Nina""";a@x.example\n;b@x.example')).toEqual(want)
})

it('keeps headings that it does not know, and finds nobody in nothing', () => {
  expect(read('email,shoe size\na@x.example,42')).toEqual([{ email: 'a@x.example', 'shoe size': '42' }])
  expect(read(' \n ')).toEqual([])
})
