#!/usr/bin/env node
import { run } from './program.ts';
import { Terminal } from './terminal.ts';

const interrupt = new AbortController();
process.once('SIGINT', () => interrupt.abort());
// Whoever reads our output may stop reading, as `head` does: that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});
const terminal = new Terminal(process.stdout, process.stderr);
process.exitCode = await run(process.argv.slice(2), process.env, terminal, interrupt.signal);
