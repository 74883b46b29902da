import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = (folder: string): string => fileURLToPath(new URL(`../../${folder}/src/index.ts`, import.meta.url));

/** The full run, which takes minutes; `test/system/fuzz.test.ts` is the short one that `npm test` knows. */
export default defineConfig({
  resolve: {
    alias: [
      { find: /^@push-jobs\/local$/, replacement: source('deploy/local') },
      { find: /^@push-jobs\/([\w-]+)$/, replacement: source('libs/$1') },
    ],
  },
  test: {
    root: fileURLToPath(new URL('.', import.meta.url)),
    include: ['full.test.ts'],
    testTimeout: 3_600_000,
    hookTimeout: 120_000,
  },
});
