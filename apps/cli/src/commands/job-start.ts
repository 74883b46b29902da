import type { Command } from 'commander';
import type { Api } from '../api.ts';
import { CliError } from '../cli-error.ts';
import type { Context } from '../context.ts';
import { EXIT_CODE_HELP, exitCodeOf } from '../exit-codes.ts';
import { type FeedEvent, follow } from '../feed.ts';
import { CreatedJob, Job, jobIdOf, jobPath } from '../job.ts';
import { type JobFlags, jobRequest } from '../job-options.ts';
import { resultScreen } from '../render/job.ts';
import { LineWatch, LiveWatch, type Watch } from '../watch.ts';

interface Flags extends JobFlags {
  readonly nowait?: true;
}

export function jobStart(parent: Command, context: Context): void {
  parent
    .command('start')
    .description('start a job and follow it to its end')
    .argument('<command>', 'as the allow-lists of the nodes name it')
    .argument('[nodes...]')
    .option('-q, --quorum <quorum>', 'how many nodes have to agree: a number, or a percentage', '100%')
    .option('--capture', 'keep what the command writes')
    .option('--with-env <json>', 'environment variables, as a JSON object')
    .option('--in-dir <dir>', 'run in this directory of the node')
    .option('--as-user <user>', 'run as this user of the node')
    .option('--file <path>', 'send a file along (CHEF_PUSH_JOB_FILE names it on the node)')
    .option('--timeout <seconds>', 'how long the command may run')
    .option('-b, --nowait', 'do not follow the job')
    .addHelpText('after', EXIT_CODE_HELP)
    .action((command: string, nodes: string[], flags: Flags) => start(context, command, nodes, flags));
}

async function start(context: Context, command: string, nodes: string[], flags: Flags): Promise<void> {
  const api = context.api();
  const body = jobRequest(command, nodes, flags);
  const { uri } = await api.json(CreatedJob, '/pushy/jobs', { method: 'POST', body });
  const id = jobIdOf(uri);
  if (!context.json()) context.terminal.write(`Started.  Job ID: ${id}\n`);
  if (flags.nowait) {
    if (context.json()) context.terminal.write(`${JSON.stringify({ id, uri })}\n`);
    return;
  }
  const summary = await watchJob(context, api, id);
  const job = summary ?? (await api.json(Job, `${jobPath(id)}?details=true`));
  context.terminal.write(context.json() ? `${JSON.stringify(job)}\n` : `\n${resultScreen(job)}`);
  context.exit(exitCodeOf(job));
}

/** Shows the job's feed to its end. @returns the job where its feed had nothing left but a summary. */
async function watchJob({ terminal, json, signal }: Context, api: Api, id: string): Promise<Job | undefined> {
  const watch = json() ? SILENT : terminal.isLive ? new LiveWatch(terminal) : new LineWatch(terminal);
  const path = `/pushy/job_status_feed/${id}`;
  const open = (lastEventId: string | undefined, feedSignal: AbortSignal): Promise<Response> =>
    api.call(path, {
      signal: feedSignal,
      headers: { Accept: 'text/event-stream', ...(lastEventId === undefined ? {} : { 'Last-Event-ID': lastEventId }) },
    });
  let last: FeedEvent | undefined;
  try {
    for await (last of follow(open, { signal, onBreak: () => watch.broken() })) watch.event(last);
  } catch (error) {
    throw signal.aborted ? new Interrupted(id) : lostSight(error, id);
  } finally {
    watch.end();
  }
  return last?.name === 'summary' ? Job.parse(last.data) : undefined;
}

/** Somebody pressed Ctrl-C: it stops the watching, not the job. */
export class Interrupted extends CliError {
  override name = 'Interrupted';
  constructor(id: string) {
    super(
      `the job goes on without being watched`,
      `push-jobs job status ${id}, or to stop it: push-jobs job cancel ${id}`,
    );
  }
}

function lostSight(error: unknown, id: string): CliError {
  const message = error instanceof Error ? error.message : String(error);
  const hint = `the job goes on; see push-jobs job status ${id}`;
  return new CliError(`the job cannot be followed any more: ${message}`, hint, { cause: error });
}

const SILENT: Watch = { event: () => undefined, broken: () => undefined, end: () => undefined };
