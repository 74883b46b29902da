// Prisma's command line wants a schema engine, which it would download; generating the client never runs it.
import { spawnSync } from 'node:child_process';

const { status } = spawnSync('npx', ['prisma', 'generate', '--no-hints'], {
  stdio: 'inherit',
  env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: '1' },
});
process.exitCode = status ?? 1;
