import { expect, type Locator, type Page } from '@playwright/test'
import type { Hand, Wanted } from './hand'
import type { Picture } from './pictures'
import { look, type View } from './way'

/** How often keys may be pressed to get from one thing to the next: beyond that a person gives up. */
const patience = 30

const times = (n: number, key: string): string[] => Array.from({ length: n }, () => key)

/** Forward or back, by the shorter way. */
const either = (by: number, next: string, previous: string): string[] => times(Math.abs(by), by > 0 ? next : previous)

/** The shorter way round: what is last in a dialog stands before what is first. */
function round(by: number, count: number): number {
  const around = by > 0 ? by - count : by + count
  return Math.abs(around) < Math.abs(by) ? around : by
}

/** The keys that lead towards a target; the way is looked at again after them. */
function towards({ inside, far, count, isTrapped, parts, isOutside }: View): string[] {
  if (inside) return inside.down !== 0 ? either(inside.down, 'ArrowDown', 'ArrowUp') : either(inside.across, 'ArrowRight', 'ArrowLeft')
  if (isOutside && Math.abs(far) > 3) return ['Tab', 'Enter'] // the first link of a page leads past what stands on all
  const byParts = parts ? round(parts.there - Math.max(parts.here, 0), parts.count) : 0
  if (byParts !== 0 && Math.abs(far) > 2 * Math.abs(byParts)) return either(byParts, 'F6', 'Shift+F6')
  return either(isTrapped ? round(far, count) : far, 'Tab', 'Shift+Tab')
}

/** Works by keyboard alone: every key is really pressed, from where the focus is. */
export class Keys implements Hand {
  readonly kind = 'keys'
  /** How many keys it took to get to each thing, to find the ways that are too long. */
  readonly ways: { to: string; presses: number }[] = []

  /** Goes to something as one does without a mouse: from part to part, by Tab, by arrows inside of trees, lists of tabs and grids. */
  async reach(target: Locator): Promise<void> {
    await target.waitFor()
    const { keyboard } = target.page()
    const trail: string[] = []
    let [presses, waits] = [0, 0]
    for (let view = await target.evaluate(look); !view.isThere; view = await target.evaluate(look)) {
      const way = towards(view)
      if (way.length === 0 && waits++ < 10) { // the page is still being drawn
        await target.evaluate(() => new Promise((rest) => setTimeout(rest, 50)))
        continue
      }
      trail.push(`${view.at} → ${way.length} × ${way[0] ?? 'no way'}`)
      presses += way.length
      if (way.length === 0 || presses > patience) throw new Error(`the keyboard does not reach ${String(target)}:\n${trail.join('\n')}`)
      for (const key of way) await keyboard.press(key)
    }
    this.ways.push({ to: String(target), presses })
  }

  /** Goes to a part of the builder, to what was worked on there. */
  async goes(part: Locator): Promise<void> {
    const has = (): Promise<boolean> => part.evaluate(async (e) => {
      await new Promise((rest) => requestAnimationFrame(() => setTimeout(rest)))
      return e.contains(document.activeElement)
    })
    for (let presses = 0; !(await has()); presses++) {
      if (presses > 6) throw new Error(`F6 does not lead to ${String(part)}`)
      await part.page().keyboard.press('F6')
    }
  }

  async press(target: Locator): Promise<void> {
    await this.reach(target)
    const role = await target.getAttribute('role')
    if (role === 'treeitem') return // the arrows have selected it
    await target.page().keyboard.press(role === 'checkbox' || role === 'tab' ? 'Space' : 'Enter')
  }

  async write(field: Locator, text: string): Promise<void> {
    await this.reach(field)
    const { keyboard } = field.page()
    await keyboard.press('ControlOrMeta+a')
    if (text === '') await keyboard.press('Delete')
    else await keyboard.type(text)
  }

  async choose(list: Locator, option: Wanted): Promise<void> {
    await this.reach(list)
    const by = await list.evaluate((e, wanted) => {
      const { options, selectedIndex } = e as HTMLSelectElement
      const usable = [...options].filter((o) => !o.disabled)
      const to = usable.findIndex((o) => (typeof wanted === 'string' ? o.value === wanted : o.label.trim() === wanted.label))
      return to < 0 ? undefined : { steps: to - usable.indexOf(options[selectedIndex]!), label: usable[to]!.label.trim(), value: usable[to]!.value }
    }, option)
    if (!by) throw new Error(`${String(list)} offers no ${JSON.stringify(option)}`)
    await this.picks(list.page(), by)
    await expect(list).toHaveValue(by.value)
  }

  /** A near option by arrows, a far one by its first letters. */
  private async picks(page: Page, { steps, label }: { steps: number; label: string }): Promise<void> {
    if (Math.abs(steps) > 12) await page.keyboard.type(label)
    else for (const key of either(steps, 'ArrowDown', 'ArrowUp')) await page.keyboard.press(key)
  }

  async tick(box: Locator, on = true): Promise<void> {
    if ((await box.isChecked()) === on) return
    await this.reach(box)
    if (!(await box.isChecked())) await box.page().keyboard.press('Space') // of several choices, arrows choose already
    else if (!on) await box.page().keyboard.press('Space')
    await expect(box).toBeChecked({ checked: on })
  }

  async give(button: Locator, file: Picture): Promise<void> {
    const asked = button.page().waitForEvent('filechooser')
    await this.press(button)
    await (await asked).setFiles(file)
  }
}
