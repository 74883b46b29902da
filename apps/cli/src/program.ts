import type { SigningVersion } from '@push-jobs/protocol';
import { Command, CommanderError, Option } from 'commander';
import { Api } from './api.ts';
import { jobCancel } from './commands/job-cancel.ts';
import { jobList } from './commands/job-list.ts';
import { jobOutput } from './commands/job-output.ts';
import { Interrupted, jobStart } from './commands/job-start.ts';
import { jobStatus } from './commands/job-status.ts';
import { nodeStatus } from './commands/node-status.ts';
import type { Context } from './context.ts';
import { defaultCredentialsFile, loadCredentials } from './credentials.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { errorScreen } from './render/error.ts';
import type { Terminal } from './terminal.ts';

interface GlobalFlags {
  readonly config: string;
  readonly profile: string;
  readonly json?: true;
  readonly debug?: true;
  readonly signVersion: SigningVersion;
}

/** Everything from arguments to exit code. `args` are the user's own, without the program's name. Never throws. */
export async function run(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number> {
  let exitCode: number = EXIT_CODES.ok;
  const program = rootCommand(environment);
  const flags = (): GlobalFlags => program.opts<GlobalFlags>();
  const context: Context = {
    api: () => new Api(loadCredentials(flags().config, flags().profile), flags().signVersion, signal),
    terminal,
    json: () => flags().json ?? false,
    signal,
    exit: (code) => (exitCode = code),
  };
  addCommands(program, context);
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode; // it has said what is wrong
    if (!signal.aborted || error instanceof Interrupted) terminal.error(errorScreen(error, flags().debug ?? false));
    return signal.aborted ? EXIT_CODES.interrupted : EXIT_CODES.failed;
  }
}

function rootCommand(environment: NodeJS.ProcessEnv): Command {
  return new Command('push-jobs')
    .description('Runs commands on many nodes now, and tells what became of them.')
    .option('--config <file>', 'the credentials, in the form knife has them', defaultCredentialsFile())
    .option('--profile <name>', 'which profile of them', environment['CHEF_PROFILE'] ?? 'default')
    .option('--json', 'answer in JSON')
    .option('--debug', 'show where an error came from')
    .addOption(new Option('--sign-version <version>', 'how requests are signed').choices(['1.1', '1.3']).default('1.3'))
    .exitOverride()
    .showHelpAfterError('(push-jobs --help tells more)');
}

/** Settings such as `exitOverride` pass from a command to those that are made from it. */
function addCommands(program: Command, context: Context): void {
  const job = program.command('job').description('start jobs, follow them, look at them, stop them');
  for (const add of [jobStart, jobList, jobStatus, jobOutput, jobCancel]) add(job, context);
  nodeStatus(program.command('node').description('look at nodes'), context);
}
