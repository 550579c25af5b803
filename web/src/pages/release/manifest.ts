/** A package that a release froze. */
export interface FrozenPackage {
  code: string
  version: string
  /** SHA-256 of the files: two packages of one version differ in it. */
  digest: string
}

export interface ManifestFacts {
  software?: string
  packages: FrozenPackage[]
}

/** What a manifest says beyond the head of its release; the API leaves its shape open. */
export function readManifest(manifest: unknown): ManifestFacts {
  const held = (manifest ?? {}) as { heng?: unknown; packages?: unknown }
  const packages = Array.isArray(held.packages) ? (held.packages as { code?: unknown; version?: unknown; sha256?: unknown }[]) : []
  return {
    software: typeof held.heng === 'string' ? held.heng : undefined,
    packages: packages.map((one) => ({ code: String(one.code ?? ''), version: String(one.version ?? ''), digest: String(one.sha256 ?? '').slice(0, 12) })),
  }
}
