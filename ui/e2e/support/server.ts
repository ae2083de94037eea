import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { MailSink } from './smtp'

/** Where the server keeps things: one machine alone, or with the services of a large installation. */
export type Keeping = 'sqlite' | 'postgres'

const binary = resolve(process.env['ESTEIRA_BIN'] ?? '../bin/esteira')

/** The settings that `deployments/setup/services.sh` gives to what it runs. */
function service(name: string): string {
  const value = process.env[name]
  if (!value) throw new Error(`${name} is not set: start the journeys with "make e2e"`)
  return value
}

/** A server of our own: the real binary on a free port with a fresh data folder, and a mail server beside it. */
export class Server {
  private readonly folder = mkdtempSync(join(tmpdir(), 'esteira-e2e-'))
  private readonly database = `e2e_${process.pid}_${Date.now()}`
  private process: ChildProcess | undefined
  private log = ''

  private constructor(private readonly keeping: Keeping, private readonly port: number, readonly mail: MailSink, private readonly more: Record<string, string>) {}

  static async start(keeping: Keeping, more: Record<string, string> = {}): Promise<Server> {
    const server = new Server(keeping, await freePort(), await MailSink.start(), more)
    if (keeping === 'postgres') server.sql('postgres', `CREATE DATABASE ${server.database}`)
    await server.boot()
    return server
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  /** Starts the process and waits until it is ready. The demo tenants are made at the first start. */
  async boot(): Promise<void> {
    const child = spawn(binary, ['serve', '--demo', '--data', this.folder], { env: this.environment(), stdio: ['ignore', 'pipe', 'pipe'] })
    this.process = child
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (this.log += chunk.toString()))
    const gone = once(child, 'exit').then(() => {
      throw new Error(`the server stopped:\n${this.log}`)
    })
    gone.catch(() => undefined)
    await Promise.race([this.ready(), gone])
  }

  /** Adds an organisation that has nothing yet but its administrator, as the operator does. */
  foundsTenant(slug: string, name: string, admin: { email: string; password: string }): void {
    execFileSync(binary, ['tenant', 'create', slug, name, admin.email], { env: { ...this.environment(), ESTEIRA_DATA: this.folder }, input: admin.password })
  }

  /** Ends the process without any warning, as a power cut does. */
  async kill(): Promise<void> {
    const child = this.process
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGKILL')
    await once(child, 'exit')
  }

  async stop(): Promise<void> {
    await this.kill()
    await this.mail.stop()
    if (this.keeping === 'postgres') this.sql('postgres', `DROP DATABASE ${this.database} WITH (FORCE)`)
    rmSync(this.folder, { recursive: true, force: true })
  }

  /** What the server has said, for the report of a failed test. */
  get said(): string {
    return this.log
  }

  private environment(): Record<string, string> {
    const { PATH = '', HOME = '' } = process.env
    return {
      PATH,
      HOME,
      ESTEIRA_ADDR: `127.0.0.1:${this.port}`,
      ESTEIRA_PUBLIC_URL: this.url,
      ESTEIRA_SMTP_URL: `smtp://127.0.0.1:${this.mail.port}?starttls=never`,
      ESTEIRA_SMTP_FROM: 'Esteira <nao-responda@esteira.example>',
      ESTEIRA_LOG_LEVEL: 'warn',
      ...(this.keeping === 'postgres' && {
        ESTEIRA_DATABASE_URL: this.databaseUrl(this.database),
        ESTEIRA_S3_ENDPOINT: service('ESTEIRA_TEST_S3'),
        ESTEIRA_S3_ACCESS_KEY: service('ESTEIRA_TEST_S3_ACCESS_KEY'),
        ESTEIRA_S3_SECRET_KEY: service('ESTEIRA_TEST_S3_SECRET_KEY'),
        ESTEIRA_S3_BUCKET: service('ESTEIRA_TEST_S3_BUCKET'),
      }),
      ...this.more,
    }
  }

  /**
   * Lets a month pass for a case that waits: its timers were set a month earlier, and the queue looks at them now. Only
   * where the database can be reached from outside.
   */
  letsAMonthPass(reference: string): void {
    const earlier = (time: string): string => `to_jsonb((${time})::timestamptz - interval '31 days')`
    this.sql(this.database, `
      UPDATE cases SET started_at = started_at - interval '31 days', entered_at = entered_at - interval '31 days',
        activity_at = activity_at - interval '31 days', due_at = due_at - interval '31 days', state = state || jsonb_build_object(
        'startedAt', ${earlier("state->>'startedAt'")}, 'enteredAt', ${earlier("state->>'enteredAt'")}, 'activityAt', ${earlier("state->>'activityAt'")},
        'timers', (SELECT jsonb_agg(t || jsonb_build_object('dueAt', ${earlier("t->>'dueAt'")}) ORDER BY n) FROM jsonb_array_elements(state->'timers') WITH ORDINALITY AS e(t, n)))
        WHERE reference = '${reference}';
      UPDATE river_job SET scheduled_at = now() WHERE kind = 'timer' AND state = 'scheduled'`)
  }

  private databaseUrl(name: string): string {
    const url = new URL(service('ESTEIRA_TEST_POSTGRES'))
    url.pathname = `/${name}`
    return url.href
  }

  private sql(database: string, command: string): void {
    execFileSync('psql', ['-v', 'ON_ERROR_STOP=1', '-qc', command, this.databaseUrl(database)], { stdio: ['ignore', 'ignore', 'inherit'] })
  }

  private async ready(): Promise<void> {
    for (let tries = 0; tries < 600; tries++) {
      const answer = await fetch(`${this.url}/readyz`).catch(() => undefined)
      if (answer?.ok) return
      await new Promise((r) => setTimeout(r, 50)) // nothing tells when a port begins to answer
    }
    throw new Error(`the server is not ready after 30 seconds:\n${this.log}`)
  }
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  if (address === null || typeof address === 'string') throw new Error('no free port')
  return address.port
}
