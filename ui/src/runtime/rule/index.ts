export type { Cel } from './cel'
export { emit } from './emit'
export { compileRule, type Program } from './evaluate'
export * from './types'
