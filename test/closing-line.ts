import type { Reporter, TestModule } from 'vitest/node';

/** Ends a run with one plain line that any tool can read. A file that could not be loaded counts as a failure. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    let passed = 0;
    let failed = unhandled.length;
    for (const module of modules) {
      failed += module.errors().length;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') passed += 1;
        else if (state !== 'skipped') failed += 1;
      }
    }
    process.once('exit', (code) => {
      const unseen = failed === 0 && code !== 0 ? 1 : 0; // a setup that failed before any test
      process.stdout.write(`${passed} passed, ${failed + unseen} failed\n`);
    });
  }
}
