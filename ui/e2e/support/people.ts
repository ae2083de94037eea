import { randomInt } from 'node:crypto'

/** A person who applies: no two share an identity or an address. */
export interface Person {
  name: string
  cpf: string
  email: string
}

function checkDigit(digits: readonly number[]): number {
  const rest = digits.reduce((sum, d, i) => sum + d * (digits.length + 1 - i), 0) % 11
  return rest < 2 ? 0 : 11 - rest
}

/** A CPF with right check digits. */
export function newCpf(): string {
  const digits = Array.from({ length: 9 }, () => randomInt(10))
  digits[0] = (digits[1]! + 1) % 10 // eleven equal digits are no CPF
  digits.push(checkDigit(digits))
  digits.push(checkDigit(digits))
  return digits.join('').replace(/(\d{3})(\d{3})(\d{3})/, '$1.$2.$3-')
}

export function newPerson(name: string): Person {
  return { name, cpf: newCpf(), email: `p${randomInt(1e9)}@example.com` }
}
