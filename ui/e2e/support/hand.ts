import type { Locator } from '@playwright/test'
import type { Picture } from './pictures'

/** An option by its words, or by the value behind them. */
export type Wanted = { label: string } | string

/** How a person works on a page. What they do is told once; by which hand they do it is the test's choice. */
export interface Hand {
  readonly kind: 'mouse' | 'keys'
  /** A button, a link, a tab, a line of a tree: whatever does something when it is pressed. */
  press(target: Locator): Promise<void>
  /** Writes a text in place of what stood there. */
  write(field: Locator, text: string): Promise<void>
  choose(list: Locator, option: Wanted): Promise<void>
  /** A box or one of several choices. */
  tick(box: Locator, on?: boolean): Promise<void>
  /** Hands in a file where a button asks for one. */
  give(button: Locator, file: Picture): Promise<void>
}

/** Works by pointing. */
export const mouse: Hand = {
  kind: 'mouse',
  press: (target) => target.click(),
  write: (field, text) => field.fill(text),
  choose: async (list, option) => void (await list.selectOption(option)),
  tick: (box, on = true) => box.setChecked(on),
  give: async (button, file) => {
    const asked = button.page().waitForEvent('filechooser')
    await button.click()
    await (await asked).setFiles(file)
  },
}
