import { createContext, useContext } from 'react'
import type { Schemas } from '../api/client'

export type Brand = Schemas['Brand']

const Context = createContext<Brand | undefined>(undefined)

export const BrandProvider = Context.Provider

export function useBrand(): Brand {
  const brand = useContext(Context)
  if (!brand) throw new Error('useBrand outside of BrandProvider')
  return brand
}
