import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// Where `npm run dev` finds a running Mailkeep.
const server = { target: 'http://localhost:8080', changeOrigin: false };

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  // The server puts a fresh nonce in place of this word in every index.html that it sends.
  html: { cspNonce: '__CSP_NONCE__' },
  // The policy allows no `data:` fonts, so nothing may be inlined.
  // React, Mantine and the router are needed on every page: about 200 kB compressed.
  build: { assetsInlineLimit: 0, target: 'es2022', chunkSizeWarningLimit: 700 },
  server: { proxy: { '/api': server, '/auth/google': server, '/auth/logout': server } },
  test: {
    environment: 'jsdom',
    environmentOptions: { jsdom: { url: 'http://localhost:8080/' } },
    setupFiles: ['./src/testing/setup.ts'],
    css: false,
    testTimeout: 20_000,
    fileParallelism: false,
  },
});
