import { expect, it } from 'vitest'
import { firstWords } from './firstWords'

it('names something new in every language of the definition, also in a variety of one that we speak', () => {
  expect(firstWords(['pt-BR', 'en-GB', 'ar', 'fr'], 'stage')).toEqual({ 'pt-BR': 'Nova etapa', 'en-GB': 'New stage', ar: 'مرحلة جديدة', fr: '' })
})
