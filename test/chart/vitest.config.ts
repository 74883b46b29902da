import { fileURLToPath } from 'node:url';
import swc from 'unplugin-swc';
import { defineConfig } from 'vitest/config';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** `npm run chart:test`. Needs helm, or Go to install it; see setup.ts. */
export default defineConfig({
  plugins: [
    swc.vite({
      module: { type: 'es6' },
      jsc: {
        parser: { syntax: 'typescript', decorators: true },
        transform: { legacyDecorator: true, decoratorMetadata: true },
      },
    }),
  ],
  resolve: {
    alias: [
      { find: /^@push-jobs\/local$/, replacement: at('../../deploy/local/src/index.ts') },
      { find: /^@push-jobs\/([\w-]+)$/, replacement: at('../../libs/$1/src/index.ts') },
    ],
  },
  test: {
    name: 'chart',
    root: at('../..'),
    include: ['test/chart/**/*.test.ts'],
    globalSetup: at('setup.ts'),
    reporters: ['default', at('../closing-line.ts')],
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
