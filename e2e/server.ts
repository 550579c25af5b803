/**
 * A server of its own: a fresh store with the shipped plans, on a free port, ended afterwards. The store is SQLite's or,
 * where `HENG_TEST_POSTGRES` names a server, a new database there.
 */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

export const root = resolve(import.meta.dirname, '..')
const heng = join(root, 'target/debug/heng')

export interface Server {
  url: string
  /** One-time password of the first administrator. */
  password: string
  /** Runs a command on the same store and returns what it prints. */
  run: (...args: string[]) => string
  /** A shipped package as .zip, with one text of a file in the place of another. */
  changed: (plan: string, file: string, from: string, to: string) => Buffer
  /** Tells it to end, and its exit code. */
  stop: () => Promise<number | null>
}

/** `prepare` may lay files into the data folder first; `flags` go to `heng serve`. */
export async function start(flags: string[] = [], prepare: (run: Server['run'], data: string) => void = () => {}): Promise<Server> {
  return serve((run, data) => {
    prepare(run, data)
    for (const plan of ['kaiping-women-2021', 'national-women-2011']) run('plan', 'import', `plans/${plan}`)
    run('data', 'import', 'plans/national-women-2011/series.csv', '--source', '公开发布的监测报告')
  }, undefined, flags)
}

/** A certificate for 127.0.0.1 that nobody vouches for, with its key, in a folder. */
export function certificate(folder: string): { certificate: string; key: string } {
  const [certificate, key] = [join(folder, 'site.pem'), join(folder, 'site.key')]
  const made = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-subj', '/CN=127.0.0.1']
  execFileSync('openssl', [...made, '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', certificate], { stdio: 'ignore' })
  return { certificate, key }
}

/** The demo store with its made-up figures; all its people have this password. Takes minutes to make: HENG_DEMO_STORE names one to copy. */
export const startDemo = (password: string): Promise<Server> =>
  serve((run, data) => {
    if (process.env.HENG_DEMO_STORE) cpSync(process.env.HENG_DEMO_STORE, data, { recursive: true })
    else run('demo', '--password', password)
  }, /$/)

async function serve(fill: (run: Server['run'], data: string) => void, oneTime = /口令 +(\S+)/, flags: string[] = []): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'heng-e2e-'))
  const data = join(folder, 'data')
  const env = { ...process.env, HENG_DATA: data, ...database() }
  const run = (...args: string[]) => execFileSync(heng, args, { cwd: root, env, encoding: 'utf8' })
  fill(run, data)
  const child = spawn(heng, ['serve', '--listen', '127.0.0.1:0', ...flags], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const said = await ready(child)
  return {
    url: found(said, /https?:\/\/[\d.:]+/),
    password: found(said, oneTime),
    run,
    changed: (plan, file, from, to) => changed(folder, plan, file, from, to),
    stop: async () => {
      const ended = new Promise<number | null>((done) => child.on('exit', done))
      child.kill('SIGTERM')
      const code = await ended
      rmSync(folder, { recursive: true, force: true })
      return code
    },
  }
}

let databases = 0

function database(): { HENG_DATABASE?: string } {
  const server = process.env.HENG_TEST_POSTGRES
  if (!server) return {}
  const name = `heng_e2e_${process.pid}_${databases++}`
  execFileSync('psql', [server, '-qc', `CREATE DATABASE ${name}`])
  return { HENG_DATABASE: server.replace(/[^/]*$/, name) }
}

function changed(folder: string, plan: string, file: string, from: string, to: string): Buffer {
  const copy = join(folder, plan)
  cpSync(join(root, 'plans', plan), copy, { recursive: true })
  const text = readFileSync(join(copy, file), 'utf8')
  writeFileSync(join(copy, file), text.replace(from, to))
  // Python is there wherever the tests run; Node packs no archives.
  execFileSync('python3', ['-m', 'zipfile', '-c', `${copy}.zip`, copy])
  return readFileSync(`${copy}.zip`)
}

/** What the server prints until it listens. */
function ready(child: ChildProcess): Promise<string> {
  return new Promise((done, fail) => {
    let said = ''
    let log = ''
    child.stderr?.on('data', (part) => (log += part))
    child.stdout?.on('data', (part) => {
      said += part
      if (/https?:\/\//.test(said)) done(said)
    })
    child.on('exit', (code) => fail(new Error(`heng serve ended with ${code}: ${said}${log}`)))
  })
}

function found(text: string, pattern: RegExp): string {
  const match = pattern.exec(text)
  if (!match) throw new Error(`no ${pattern} in: ${text}`)
  return match[1] ?? match[0]
}
