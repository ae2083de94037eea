import type common from './en/common.json'
import type apply from './en/apply.json'
import type fault from './en/fault.json'

type Base<K> = K extends `${infer B}_${'zero' | 'one' | 'two' | 'few' | 'many' | 'other'}` ? B : K
type Spaced<N extends string, J> = `${N}.${Base<keyof J> & string}`

/** The namespaces by name. The desk adds its own: declare module '../i18n/keys' { interface Namespaces { desk: … } } */
export interface Namespaces {
  common: typeof common
  apply: typeof apply
  fault: typeof fault
}

/** Every key that exists; a wrong one does not compile. */
export type TextKey = { [N in keyof Namespaces & string]: Spaced<N, Namespaces[N]> }[keyof Namespaces & string]
