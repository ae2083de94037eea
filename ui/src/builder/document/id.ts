/** An identity for something new, unlike any other. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(10))
  return Array.from(bytes, (b) => (b % 36).toString(36)).join('')
}
