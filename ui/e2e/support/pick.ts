import type { Locator } from '@playwright/test'
import { mouse, type Wanted } from './hand'

/** Chooses one of a list, and presses the button beside it that does something with what was chosen. */
export async function picks(within: Locator, label: string, option: Wanted, hand = mouse): Promise<void> {
  await hand.choose(within.getByRole('combobox', { name: label, exact: true }), option)
  await hand.press(within.getByRole('button').and(within.locator(`[aria-label$=": ${label}"]`)))
}
