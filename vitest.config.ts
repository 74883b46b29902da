import { fileURLToPath } from 'node:url';
import swc from 'unplugin-swc';
import { defineConfig, type TestProjectConfiguration } from 'vitest/config';

// esbuild drops decorator metadata, and Nest then injects `undefined` without a word; swc keeps it.
const decorators = swc.vite({
  module: { type: 'es6' },
  jsc: {
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
    target: 'es2022',
  },
});

// Tests read the sources of our packages, not what was built from them.
const packages = {
  alias: [
    { find: /^@push-jobs\/local$/, replacement: fileURLToPath(new URL('deploy/local/src/index.ts', import.meta.url)) },
    { find: /^@push-jobs\/([\w-]+)$/, replacement: fileURLToPath(new URL('libs/$1/src/index.ts', import.meta.url)) },
  ],
};

export default defineConfig({
  plugins: [decorators],
  resolve: packages,
  test: {
    reporters: ['default', './test/closing-line.ts'],
    maxWorkers: 2,
    expect: { poll: { timeout: 20_000 } }, // generous: machines that run tests are busy
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{apps,libs}/*/src/**/*.test.ts', 'test/{bench,chaos,scale}/**/*.test.ts'],
          exclude: ['**/*.int.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['{apps,libs}/*/src/**/*.int.test.ts'],
          globalSetup: './libs/testing/src/global-setup.ts',
          testTimeout: 30_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'system',
          include: ['test/system/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
      conformance(1, 3),
      conformance(2, 4),
    ],
  },
});

/** The same suite against one process per service, and against several behind balancers. */
function conformance(replicas: number, groupOrder: number) {
  return {
    extends: true,
    test: {
      name: replicas === 1 ? 'conformance' : `conformance-${replicas}`,
      include: ['test/conformance/**/*.test.ts'],
      globalSetup: './test/conformance/setup.ts',
      provide: { replicas },
      testTimeout: 60_000,
      hookTimeout: 60_000,
      maxWorkers: 2,
      sequence: { groupOrder },
    },
  } satisfies TestProjectConfiguration;
}
