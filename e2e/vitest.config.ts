import { defineConfig } from 'vitest/config'

// A flow is one story: its steps run in order, in one browser, against one server. Two at once: a browser mostly waits.
export default defineConfig({
  test: {
    include: ['*.spec.ts'], setupFiles: ['failed.ts'], maxWorkers: 2, bail: 0,
    // What is awaited comes within a second or so; how long a busy machine takes over it is no fault.
    testTimeout: 180_000, hookTimeout: 180_000, expect: { poll: { timeout: 30_000 } },
  },
})
