// `npm run check`: everything a change must satisfy besides the tests. Runs all steps and names those that failed.
import { spawnSync } from 'node:child_process';

const steps = [
  ['format', 'npx', ['prettier', '--check', '--log-level', 'warn', '.']],
  ['types', 'npx', ['tsc', '-p', 'tsconfig.check.json', '--noEmit']],
  // Through nx: without its cached project graph the boundary rule would pass without looking.
  ['lint', 'npx', ['nx', 'lint', 'push-jobs', '--outputStyle=stream']],
  ['boundaries are enforced', 'npx', ['eslint', '--no-ignore', 'libs/job/fixtures'], mustFail],
  ['generated files are fresh', 'node', ['deploy/local/check-generated.mjs']],
];

const failed = steps.filter(([title, program, args, judge = mustPass]) => {
  const result = spawnSync(program, args, { encoding: 'utf8' });
  const output = `${result.stdout}${result.stderr}`;
  const ok = judge(result.status, output);
  process.stdout.write(`${ok ? 'ok    ' : 'FAILED'}  ${title}\n${ok ? '' : output}`);
  return !ok;
});
process.exitCode = failed.length === 0 ? 0 : 1;

function mustPass(status) {
  return status === 0;
}

/** The fixture breaks three rules; each must be noticed. */
function mustFail(status, output) {
  const noticed = ['@nx/enforce-module-boundaries', 'no-restricted-imports', '"zod"'];
  return status === 1 && noticed.every((rule) => output.includes(rule));
}
