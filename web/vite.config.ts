import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'
import { programFiles } from './src/offline/files.ts'

// Where `heng serve` listens; another address for tests against another server.
const server = process.env.HENG_SERVER ?? 'http://127.0.0.1:8080'
const worker = 'sw.js'
const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  plugins: [vue(), programFiles(worker)],
  resolve: { alias: { '@': at('./src') } },
  define: {
    __VUE_OPTIONS_API__: true,
    __VUE_PROD_DEVTOOLS__: false,
    __VUE_I18N_FULL_INSTALL__: true,
    __VUE_I18N_LEGACY_API__: false,
    __INTLIFY_PROD_DEVTOOLS__: false,
  },
  build: {
    target: 'chrome87',
    chunkSizeWarningLimit: 700,
    rollupOptions: {
      input: { index: at('./index.html'), worker: at('./src/offline/worker.ts') },
      // The worker answers for the folder it lies in: for the whole site only at its top.
      output: { entryFileNames: ({ name }) => (name === 'worker' ? worker : 'assets/[name]-[hash].js') },
    },
  },
  server: { proxy: { '/api': server, '/healthz': server } },
})
