import { defineConfig } from 'vitest/config'

// A flow is one story: its steps run in order, in one browser, against one server.
export default defineConfig({
  test: { include: ['*.spec.ts'], setupFiles: ['failed.ts'], fileParallelism: false, bail: 0, testTimeout: 60_000, hookTimeout: 60_000 },
})
