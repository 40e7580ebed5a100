import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Serves the page over a fake main: `npx vite --config test/support/renderer-harness/vite.config.ts`. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  plugins: [react()],
  resolve: { alias: { '#contract': fileURLToPath(new URL('../../../contract', import.meta.url)) } },
  build: { outDir: '../../../.cache/renderer-harness', emptyOutDir: true, assetsInlineLimit: 0 },
})
