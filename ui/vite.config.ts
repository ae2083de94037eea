import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url))

// Two entries: the applicant's small app and the staff app. They share what both import, nothing else.
const entries = { apply: 'apply.html', index: 'index.html' }
const input = Object.fromEntries(Object.entries(entries).filter(([, file]) => existsSync(here(file))))

const applicantPath = /^(?:\/t\/[^/]+)?\/(?:apply|resume|sign|i|stop)(?:[/?]|$)/

/** The dev server answers the applicant's addresses as the Go server does (server/web): with apply.html. */
const applicantPages: Plugin = {
  name: 'applicant-pages',
  configureServer(server) {
    server.middlewares.use((request, _, next) => {
      if (applicantPath.test(request.url ?? '')) request.url = '/apply.html'
      next()
    })
  },
}

export default defineConfig({
  plugins: [react(), applicantPages],
  build: {
    outDir: 'dist',
    target: 'es2022',
    sourcemap: false,
    // Images stay files: a data: address would need a weaker Content-Security-Policy.
    assetsInlineLimit: 0,
    rollupOptions: { input },
  },
  server: { proxy: { '^(/t/[^/]+)?/api/': 'http://127.0.0.1:8080' } },
})
