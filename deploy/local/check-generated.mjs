// Generates everything again and compares with what is committed.
import { execFileSync, spawnSync } from 'node:child_process';

const GENERATED = ['libs/contracts/src/generated', 'libs/db/src/generated'];

const before = fingerprint();
const generated = spawnSync('npm', ['run', 'gen'], { encoding: 'utf8' });
if (generated.status !== 0) {
  process.stdout.write(`${generated.stdout}${generated.stderr}`);
  process.exitCode = 1;
} else if (fingerprint() !== before) {
  process.stdout.write('generated files were stale; `npm run gen` has just refreshed them: commit the difference\n');
  process.exitCode = 1;
}

/** Contents of all generated files, tracked or not. */
function fingerprint() {
  const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', ...GENERATED], { encoding: 'utf8' });
  return execFileSync('git', ['hash-object', '--stdin-paths'], { input: files, encoding: 'utf8' }) + files;
}
