/** A server in front of the server, which can be given a newer program: another page, and with it another service worker. */
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Front {
  url: string
  /** From now on the page carries this mark. */
  newProgram: (mark: string) => void
  stop: () => Promise<void>
}

export async function inFront(of: string): Promise<Front> {
  let mark = ''
  const server = createServer((from, to) => void pass(of, from, to, () => mark))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    newProgram: (next) => void (mark = next),
    stop: () => new Promise((done) => {
      server.closeAllConnections()
      server.close(() => done())
    }),
  }
}

function pass(of: string, from: IncomingMessage, to: ServerResponse, mark: () => string) {
  const headers = { ...from.headers, 'accept-encoding': 'identity' }
  const asked = request(new URL(from.url ?? '/', of), { method: from.method, headers }, (answer) => {
    const parts: Buffer[] = []
    answer.on('data', (part: Buffer) => parts.push(part))
    answer.on('end', () => {
      const body = Buffer.concat(parts)
      const changed = mark() ? marked(String(answer.headers['content-type']), body, mark()) : body
      to.writeHead(answer.statusCode ?? 502, { ...answer.headers, 'content-length': changed.length })
      to.end(changed)
    })
  })
  asked.on('error', () => to.destroy())
  from.pipe(asked)
}

/** The page with its mark; the worker with the digest of that page. */
function marked(kind: string, body: Buffer, mark: string): Buffer {
  const text = body.toString()
  if (kind.startsWith('text/html')) return Buffer.from(text.replace('<head>', `<head><meta name="program" content="${mark}">`))
  if (text.includes('"/index.html","revision":"')) return Buffer.from(text.replace('"/index.html","revision":"', `"/index.html","revision":"${mark}`))
  return body
}
