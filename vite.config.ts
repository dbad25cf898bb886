import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: 'console',
  plugins: [react()],
  build: { outDir: '../dist/console', emptyOutDir: true, target: 'es2023' },
  server: { proxy: { '/api': 'http://localhost:8080' } },
});
