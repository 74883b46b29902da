import { execFileSync, spawnSync } from 'node:child_process';
import path from 'node:path';
import { beforeAll, expect, it } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../../..');

beforeAll(() => {
  execFileSync(path.join(ROOT, 'node_modules/.bin/tsc'), ['-b', 'libs/platform'], { cwd: ROOT, stdio: 'inherit' });
});

it.each(['process.exit(3)', "throw new Error('a bug')"])('what was logged before %s is there, in order', (end) => {
  const program = `
    import { JsonLogger } from '${path.join(ROOT, 'libs/platform/dist/index.js')}';
    const logger = new JsonLogger('test', 'info');
    logger.log({ msg: 'first' });
    await new Promise((resolve) => setImmediate(resolve));
    logger.log({ msg: 'second' });
    logger.error(new Error('third'));
    ${end};`;
  const { stdout, status } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    encoding: 'utf8',
  });
  const lines = stdout.trim().split('\n');
  expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
    { service: 'test', msg: 'first' },
    { service: 'test', msg: 'second' },
    { service: 'test', msg: 'third', err: { message: 'third' } },
  ]);
  expect(status).not.toBe(0);
});
