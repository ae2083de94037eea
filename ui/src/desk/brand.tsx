import { createContext, useContext } from 'react'
import type { Schemas } from '../api/client'

const Context = createContext<Schemas['Brand'] | undefined>(undefined)

export const BrandProvider = Context.Provider

export function useBrand(): Schemas['Brand'] {
  const brand = useContext(Context)
  if (!brand) throw new Error('useBrand outside of BrandProvider')
  return brand
}
