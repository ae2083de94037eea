import type { Page } from '@playwright/test'
import { expect, test } from './support/test'

/** Puts buttons below a page that has come, and takes the one in a paragraph away when it is pressed. */
async function draws(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await page.locator('body').evaluate((body) => {
    const part = document.createElement('section')
    part.innerHTML = '<button>Before</button><p><button>Gone</button></p><button>Behind</button><button>Last</button><span>Elsewhere</span>'
    part.querySelector('p')!.addEventListener('click', (event) => (event.currentTarget as Element).remove())
    body.append(part)
  })
}

/** Waits until whatever follows from a change was done. */
const settles = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    for (let i = 0; i < 4; i++) await new Promise(requestAnimationFrame)
  })

test('what comes next has the focus of what is taken away', async ({ member }) => {
  const { page } = await member('administrator')
  await draws(page)
  await page.getByRole('button', { name: 'Gone' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Behind' })).toBeFocused()
})

test('who has left is not called back when what they left is taken away', async ({ member }) => {
  const { page } = await member('administrator')
  await draws(page)
  await page.getByRole('button', { name: 'Gone' }).focus()
  await page.getByText('Elsewhere').click()
  await expect(page.locator('body')).toBeFocused()
  await page.getByRole('button', { name: 'Gone' }).evaluate((gone) => gone.closest('p')!.remove())
  await settles(page)
  await expect(page.locator('body')).toBeFocused()
})
