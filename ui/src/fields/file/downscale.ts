import { isHeic } from './limits'

const longest = 2200
const quality = 0.8

export interface Picture {
  file: File
  width: number
  height: number
}

/** The size of a picture once its longer side is at most `longest`. */
export function fitted(width: number, height: number): { width: number; height: number } {
  const scale = Math.min(1, longest / Math.max(width, height))
  return { width: Math.round(width * scale), height: Math.round(height * scale) }
}

async function redraw(bitmap: ImageBitmap, name: string): Promise<File> {
  const size = fitted(bitmap.width, bitmap.height)
  const canvas = Object.assign(document.createElement('canvas'), size)
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, size.width, size.height)
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', quality))
  if (!blob) throw new Error('the canvas gave no picture')
  return new File([blob], `${name.replace(/\.[^.]*$/, '')}.jpg`, { type: 'image/jpeg' })
}

/**
 * A photo made small enough for a weak network, upright, without the place where it was taken. A picture that is small
 * already, or that this browser cannot read, is left as it is.
 */
export async function downscale(file: File): Promise<Picture | undefined> {
  let bitmap: ImageBitmap
  try {
    bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' })
  } catch {
    return undefined
  }
  const { width, height } = bitmap
  try {
    const smaller = await redraw(bitmap, file.name)
    return { file: smaller.size < file.size || Math.max(width, height) > longest || isHeic(file) ? smaller : file, width, height }
  } catch {
    return { file, width, height }
  } finally {
    bitmap.close()
  }
}
