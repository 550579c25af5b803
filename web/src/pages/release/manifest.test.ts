import { describe, expect, it } from 'vitest'
import { readManifest } from './manifest'

describe('readManifest', () => {
  it('reads the software and the packages', () => {
    const manifest = { heng: '0.1.0', packages: [{ kind: 'plan', code: 'p', version: '1', sha256: 'x' }] }
    expect(readManifest(manifest)).toEqual({ software: '0.1.0', packages: [{ code: 'p', version: '1', digest: 'x' }] })
  })
  it('makes nothing up', () => expect(readManifest(null)).toEqual({ software: undefined, packages: [] }))
})
