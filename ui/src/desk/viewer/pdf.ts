import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist'
import worker from 'pdfjs-dist/build/pdf.worker.min.mjs?url'
import { useEffect, useState } from 'react'

export type Pdf = PDFDocumentProxy
export type PdfSheet = PDFPageProxy

/** CSS pixels for each point of a PDF. */
export const perPoint = 96 / 72

/** A PDF from its bytes; loaded only when there is one to show. Nothing in it runs, and nothing is fetched for it. */
export function usePdf(bytes: ArrayBuffer | undefined): { pdf?: Pdf; isBroken: boolean } {
  const [pdf, setPdf] = useState<Pdf>()
  const [isBroken, setBroken] = useState(false)
  useEffect(() => {
    if (!bytes) return
    let isLate = false
    let close = (): void => undefined
    const open = async (): Promise<void> => {
      const pdfjs = await import('pdfjs-dist')
      pdfjs.GlobalWorkerOptions.workerSrc = worker
      // The bytes go to the worker and are gone here: it gets its own.
      const task = pdfjs.getDocument({ data: new Uint8Array(bytes.slice(0)), isEvalSupported: false, useWasm: false, enableXfa: false, stopAtErrors: false })
      close = () => void task.destroy()
      const opened = await task.promise
      if (isLate) close()
      else setPdf(opened)
    }
    open().catch(() => !isLate && setBroken(true))
    return () => {
      isLate = true
      setPdf(undefined)
      setBroken(false)
      close()
    }
  }, [bytes])
  return { pdf, isBroken }
}

/** One page of a PDF. */
export function usePdfSheet(pdf: Pdf | undefined, number: number): PdfSheet | undefined {
  const [sheet, setSheet] = useState<PdfSheet>()
  useEffect(() => {
    let isLate = false
    pdf?.getPage(Math.min(number, pdf.numPages)).then((page) => !isLate && setSheet(page), () => undefined)
    return () => {
      isLate = true
    }
  }, [pdf, number])
  return sheet
}

/** More pixels than that some browsers refuse to draw on. */
const maxPixels = 16_000_000

/** Draws a page onto a canvas; returns what stops it. */
export function draw(sheet: PdfSheet, canvas: HTMLCanvasElement, look: { scale: number; turn: number }): () => void {
  const at = (scale: number) => sheet.getViewport({ scale, rotation: (sheet.rotate + look.turn) % 360 })
  const plain = at(look.scale * perPoint)
  const sharp = Math.min(window.devicePixelRatio || 1, Math.sqrt(maxPixels / Math.max(plain.width * plain.height, 1)))
  const viewport = at(look.scale * perPoint * sharp)
  const off = document.createElement('canvas') // what is there stays in sight until the next is ready
  off.width = Math.max(1, Math.round(viewport.width))
  off.height = Math.max(1, Math.round(viewport.height))
  const task = sheet.render({ canvas: off, viewport })
  let isStopped = false
  task.promise.then(() => {
    if (isStopped) return
    canvas.width = off.width
    canvas.height = off.height
    canvas.getContext('2d')?.drawImage(off, 0, 0)
    canvas.dataset['drawn'] = String(sheet.pageNumber)
  }, () => undefined)
  return () => {
    isStopped = true
    task.cancel()
  }
}

/** The words of a page, for those who cannot see it. */
export function usePdfWords(sheet: PdfSheet | undefined): string {
  const [words, setWords] = useState('')
  useEffect(() => {
    let isLate = false
    setWords('')
    const read = (items: readonly object[]): string => items.map((i) => ('str' in i ? String(i.str) : '')).join(' ').slice(0, 20_000)
    sheet?.getTextContent().then(({ items }) => !isLate && setWords(read(items)), () => undefined)
    return () => {
      isLate = true
    }
  }, [sheet])
  return words
}
