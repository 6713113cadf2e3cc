import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { ahead } from './scripts/ahead.ts';
import { licences } from './scripts/licences.ts';

/** What stands in `index.html` for the nonce that the server draws for each page. */
const NONCE_PLACEHOLDER = '__HOLDFAST_NONCE__';

export default defineConfig({
  plugins: [react(), ahead(), licences()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  html: { cspNonce: NONCE_PLACEHOLDER },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    manifest: true,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1200,
  },
  server: { proxy: { '/api': process.env.HOLDFAST_SERVER ?? 'http://127.0.0.1:8787' } },
  test: { include: ['src/**/*.test.ts'], environment: 'node' },
});
