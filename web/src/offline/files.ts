// At build time: tells the service worker which files make up the program.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'

const digest = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex').slice(0, 16)

/** All of the build in the place of `self.__WB_MANIFEST`; a file without a hash in its name goes with its digest. */
export function programFiles(worker: string): Plugin {
  let folder = ''
  return {
    name: 'program-files',
    apply: 'build',
    enforce: 'post',
    configResolved: (config) => void (folder = config.publicDir),
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const made = Object.values(bundle).filter((file) => file.fileName !== worker)
        const entries = made.map((file) => ({
          url: `/${file.fileName}`,
          revision: file.fileName.startsWith('assets/') ? null : digest(file.type === 'chunk' ? file.code : file.source),
        }))
        const given = readdirSync(folder).map((name) => ({ url: `/${name}`, revision: digest(readFileSync(join(folder, name))) }))
        const chunk = bundle[worker]
        if (chunk?.type !== 'chunk' || !chunk.code.includes('self.__WB_MANIFEST')) return this.error(`${worker} has no place for the list of files`)
        if (chunk.imports.length) return this.error(`${worker} must stand alone, yet imports ${chunk.imports.join(', ')}`)
        chunk.code = chunk.code.replace('self.__WB_MANIFEST', () => JSON.stringify([...entries, ...given]))
      },
    },
  }
}
