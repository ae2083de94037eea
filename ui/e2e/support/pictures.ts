import type { Page } from '@playwright/test'

export interface Picture {
  name: string
  mimeType: string
  buffer: Buffer
}

/** A photo as a phone's camera makes it: a JPEG of a card with words on it. */
export async function photo(page: Page, words: string, size = { width: 1600, height: 1100 }): Promise<Picture> {
  const base64 = await page.evaluate(({ words, width, height }) => {
    const canvas = Object.assign(document.createElement('canvas'), { width, height })
    const pen = canvas.getContext('2d')
    if (!pen) throw new Error('no canvas')
    pen.fillStyle = '#31424f'
    pen.fillRect(0, 0, width, height)
    pen.fillStyle = '#dfe8d8'
    pen.fillRect(width * 0.08, height * 0.1, width * 0.84, height * 0.8)
    pen.fillStyle = '#223'
    pen.font = `${Math.round(height / 12)}px sans-serif`
    pen.fillText(words, width * 0.14, height * 0.35)
    pen.fillText(`${width} × ${height}`, width * 0.14, height * 0.55)
    return canvas.toDataURL('image/jpeg', 0.85).split(',')[1] ?? ''
  }, { words, ...size })
  return { name: `${words.replace(/\W+/g, '-').toLowerCase()}.jpg`, mimeType: 'image/jpeg', buffer: Buffer.from(base64, 'base64') }
}
