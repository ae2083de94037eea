import type { Locator } from '@playwright/test'

/** Chooses one of a list, and presses the button beside it that does something with what was chosen. */
export async function picks(within: Locator, label: string, option: string | { label: string }): Promise<void> {
  await within.getByRole('combobox', { name: label, exact: true }).selectOption(option)
  await within.getByRole('button').and(within.locator(`[aria-label$=": ${label}"]`)).click()
}
