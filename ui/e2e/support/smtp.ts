import { createServer, type Server, type Socket } from 'node:net'
import { once } from 'node:events'

/** A letter as it came over the wire, with its text part decoded. */
export interface Letter {
  to: string
  subject: string
  text: string
}

/** A mail server that takes every letter, but for addresses that are gone, and delivers none. It listens on a free port of this machine. */
export class MailSink {
  readonly letters: Letter[] = []
  private readonly server: Server
  private readonly gone = new Set<string>()
  private readonly readers = new Set<() => void>()
  private readonly open = new Set<Socket>()

  private constructor() {
    this.server = createServer((socket) => this.converse(socket))
  }

  static async start(): Promise<MailSink> {
    const sink = new MailSink()
    sink.server.listen(0, '127.0.0.1')
    await once(sink.server, 'listening')
    return sink
  }

  get port(): number {
    const address = this.server.address()
    if (address === null || typeof address === 'string') throw new Error('the mail server has no port')
    return address.port
  }

  async stop(): Promise<void> {
    for (const socket of this.open) socket.destroy()
    this.server.close()
    await once(this.server, 'close')
  }

  /** From now on nobody has this address, and letters to it come back at once. */
  refuses(address: string): void {
    this.gone.add(address)
  }

  /** The n-th letter to an address whose text matches; waits until it comes. */
  async letter(to: string, about: RegExp, n = 1, patience = 20_000): Promise<Letter> {
    const find = (): Letter | undefined => this.letters.filter((l) => l.to === to && (about.test(l.subject) || about.test(l.text)))[n - 1]
    const found = find()
    if (found) return found
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const letter = find()
        if (letter) stop(() => resolve(letter))
      }
      const stop = (end: () => void): void => {
        clearTimeout(timer)
        this.readers.delete(look)
        end()
      }
      const subjects = (): string => this.letters.filter((l) => l.to === to).map((l) => l.subject).join('; ')
      const timer = setTimeout(() => stop(() => reject(new Error(`no letter ${n} to ${to} about ${about}, only: ${subjects()}`))), patience)
      this.readers.add(look)
    })
  }

  private converse(socket: Socket): void {
    const session = new Session((line) => socket.write(line + '\r\n'), (letter) => this.receive(letter), this.gone)
    let rest = ''
    this.open.add(socket)
    socket.on('close', () => this.open.delete(socket))
    socket.on('error', () => socket.destroy())
    socket.setEncoding('latin1')
    socket.on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\r\n')
      rest = lines.pop() ?? ''
      for (const line of lines) if (session.take(line) === 'quit') socket.end()
    })
  }

  private receive(letter: Letter): void {
    this.letters.push(letter)
    for (const reader of [...this.readers]) reader()
  }
}

/** The server's half of one SMTP conversation (RFC 5321), as far as a client needs it. */
class Session {
  private to: string[] = []
  private data: string[] | undefined

  constructor(private readonly say: (line: string) => void, private readonly deliver: (letter: Letter) => void, private readonly gone: ReadonlySet<string>) {
    say('220 sink ESMTP')
  }

  take(line: string): 'quit' | undefined {
    if (this.data) this.takeData(this.data, line)
    else return this.takeCommand(line)
    return undefined
  }

  private takeData(data: string[], line: string): void {
    if (line !== '.') {
      data.push(line.startsWith('.') ? line.slice(1) : line)
      return
    }
    this.data = undefined
    for (const to of this.to) this.deliver({ to, ...read(data.join('\r\n')) })
    this.say('250 taken')
  }

  private takeCommand(line: string): 'quit' | undefined {
    const verb = line.slice(0, 4).toUpperCase()
    if (verb === 'MAIL') this.to = []
    if (verb === 'RCPT') this.takeRecipient(/<(.*?)>/.exec(line)?.[1] ?? '')
    else if (verb === 'DATA') {
      this.data = []
      this.say('354 go on')
    } else if (verb === 'EHLO') {
      this.say('250-sink')
      this.say('250 8BITMIME')
    } else this.say(verb === 'QUIT' ? '221 bye' : '250 ok')
    return verb === 'QUIT' ? 'quit' : undefined
  }

  private takeRecipient(address: string): void {
    if (this.gone.has(address)) {
      this.say('550 5.1.1 no such user')
      return
    }
    this.to.push(address)
    this.say('250 ok')
  }
}

function read(raw: string): Omit<Letter, 'to'> {
  const [head = '', ...rest] = raw.split('\r\n\r\n')
  const subject = /^Subject: (.*(?:\r\n[ \t].*)*)/im.exec(head)?.[1] ?? ''
  const boundary = /boundary="([^"]+)"/i.exec(head)?.[1]
  const body = rest.join('\r\n\r\n')
  const part = boundary ? (body.split(`--${boundary}`).find((p) => /^Content-Type: text\/plain/im.test(p)) ?? '') : body
  return { subject: decodeWords(subject), text: quotedPrintable(part.slice(part.indexOf('\r\n\r\n') + 4)) }
}

const bytes = (latin1: string): string => Buffer.from(latin1, 'latin1').toString('utf8')

function quotedPrintable(text: string): string {
  return bytes(text.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))))
}

/** Encoded words of a header (RFC 2047). */
function decodeWords(text: string): string {
  const plain = text.replace(/\r\n[ \t]/g, ' ').replace(/\?=\s+=\?/g, '?==?')
  return plain.replace(/=\?utf-8\?([bq])\?(.*?)\?=/gi, (_, kind: string, word: string) =>
    kind.toLowerCase() === 'b' ? Buffer.from(word, 'base64').toString('utf8') : quotedPrintable(word.replaceAll('_', ' ')))
}
