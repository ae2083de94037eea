import { createServer, type Server as Listener } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A site of somebody else, at another host than the product: pages by their path, as HTML. */
export class Site {
  private constructor(private readonly listener: Listener) {}

  static async open(pages: Readonly<Record<string, string>>): Promise<Site> {
    const listener = createServer((request, answer) => {
      const body = pages[request.url ?? '']
      answer.writeHead(body === undefined ? 404 : 200, { 'Content-Type': 'text/html; charset=utf-8' })
      answer.end(`<!doctype html><html lang="en"><title>Shop</title>${body ?? ''}`)
    })
    await new Promise<void>((done) => listener.listen(0, '127.0.0.1', done))
    return new Site(listener)
  }

  /** The product answers at 127.0.0.1; by this name it is another site. */
  get origin(): string {
    return `http://localhost:${(this.listener.address() as AddressInfo).port}`
  }

  close(): void {
    this.listener.closeAllConnections()
    this.listener.close()
  }
}
