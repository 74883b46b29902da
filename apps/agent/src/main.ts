#!/usr/bin/env node
import { Command } from 'commander';
import { Agent } from './agent.ts';
import { check } from './check.ts';
import { type AgentConfig, BadConfig, loadConfig } from './config.ts';
import { Refused } from './configuration-request.ts';
import { Events } from './events.ts';

const LEVELS = ['debug', 'info', 'warn', 'error'];

async function tryOut(config: AgentConfig): Promise<void> {
  for await (const { what, state, text } of check(config)) {
    process.stdout.write(`${state.padEnd(6)}  ${what.padEnd(15)}  ${text}\n`);
    if (state === 'FAILED') process.exitCode = 1;
  }
}

async function serve(config: AgentConfig, level: string): Promise<void> {
  const events = new Events(config.nodeName, level);
  const stop = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort());
  try {
    await new Agent(config, events, process.env).run(stop.signal);
    events.stopped();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    events.stopped(error.message);
    process.exitCode = 1;
  }
}

const program = new Command('push-jobs-agent')
  .description('Runs the jobs of a Push Jobs server on this node.')
  .requiredOption('--config <file>', 'the configuration, in TOML')
  .option('--check', 'try the configuration and the server, say what works, and exit')
  .option('--allow-unencrypted', 'work with a 1.x server too, in the clear (allow_unencrypted of the configuration)')
  .option('--log-level <level>', LEVELS.join(', '), 'info')
  .parse();
const options = program.opts<{ config: string; check?: true; allowUnencrypted?: true; logLevel: string }>();
if (!LEVELS.includes(options.logLevel)) program.error(`error: --log-level is one of ${LEVELS.join(', ')}`);

try {
  const file = loadConfig(options.config);
  const config = { ...file, allowUnencrypted: file.allowUnencrypted || options.allowUnencrypted === true };
  await (options.check ? tryOut(config) : serve(config, options.logLevel));
} catch (error) {
  process.stderr.write(
    `${error instanceof BadConfig ? error.message : String(error instanceof Error ? error.stack : error)}\n`,
  );
  process.exitCode = 1;
}
