import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from './server'

/** An S3 server of a test's own, to be killed and started again. */
export class S3 {
  private readonly folder = mkdtempSync(join(tmpdir(), 'esteira-s3-'))
  private readonly program = execFileSync('../deployments/setup/tool.sh', ['versitygw'], { encoding: 'utf8' }).trim()
  private process: ChildProcess | undefined

  private constructor(private readonly port: number) {
    mkdirSync(join(this.folder, 'data/documents'), { recursive: true })
  }

  static async start(): Promise<S3> {
    const s3 = new S3(await freePort())
    await s3.boot()
    return s3
  }

  /** What a server has to be told to keep its files here. */
  get settings(): Record<string, string> {
    return { ESTEIRA_S3_ENDPOINT: `http://127.0.0.1:${this.port}`, ESTEIRA_S3_BUCKET: 'documents', ESTEIRA_S3_ACCESS_KEY: 'outage', ESTEIRA_S3_SECRET_KEY: 'outage-secret' }
  }

  async boot(): Promise<void> {
    const env = { ...process.env, ROOT_ACCESS_KEY: 'outage', ROOT_SECRET_KEY: 'outage-secret' }
    this.process = spawn(this.program, ['-p', `127.0.0.1:${this.port}`, '--quiet', 'posix', join(this.folder, 'data')], { env, stdio: 'ignore' })
    while (!(await this.answers())) await new Promise((r) => setTimeout(r, 20)) // nothing tells when a port begins to answer
  }

  /** Ends it as a power cut does. */
  async kill(): Promise<void> {
    const child = this.process
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGKILL')
    await once(child, 'exit')
  }

  async stop(): Promise<void> {
    await this.kill()
    rmSync(this.folder, { recursive: true, force: true })
  }

  private answers(): Promise<boolean> {
    const socket = connect(this.port, '127.0.0.1')
    return new Promise((resolve) => {
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    }).then((yes) => {
      socket.destroy()
      return yes as boolean
    })
  }
}
