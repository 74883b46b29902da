import type { CommandMessage } from '@push-jobs/protocol';
import { type Account, findAccount } from './accounts.ts';
import { type AllowList, lookUp, type Rule } from './allow-list.ts';
import { stat } from 'node:fs/promises';
import { isLockHeld } from './locks.ts';
import type { Verdict } from './job-machine.ts';

export type Commit = Extract<CommandMessage, { type: 'commit' }>;

/**
 * Whether this node can carry out a job (wire contract section 9). The first thing that stands in the way is the
 * reason. Never throws: what cannot be found out is a refusal too.
 */
export async function checkCommit(commit: Commit, allowList: AllowList): Promise<Verdict> {
  const rule = lookUp(allowList, commit.command);
  if (rule === undefined) return refuse(`'${shorten(commit.command)}' is not on the allow-list`);
  try {
    return await checkRule(commit, rule);
  } catch (error) {
    return refuse(`cannot check the job: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function checkRule(commit: Commit, rule: Rule): Promise<Verdict> {
  const file = commit.file === undefined ? undefined : readJobFile(commit.file);
  if (commit.file !== undefined && file === undefined) return refuse("the file is neither 'raw:...' nor 'base64:...'");
  if (commit.dir !== undefined && !(await isDirectory(commit.dir))) return refuse(`no such directory '${commit.dir}'`);
  const account = commit.user === undefined ? undefined : await findAccount(commit.user);
  if (commit.user !== undefined && account === undefined) return refuse(`no such user '${commit.user}'`);
  if (account !== undefined && !mayBecome(account)) return refuse(`only root may run commands as '${account.name}'`);
  if (rule.lock !== undefined && (await isLockHeld(rule.lock))) return refuse(lockedBy(rule.lock));
  return {
    ok: true,
    order: {
      jobId: commit.job_id,
      rule,
      env: commit.env ?? {},
      capture: commit.capture ?? false,
      ...(account === undefined ? {} : { account }),
      ...(commit.dir === undefined ? {} : { dir: commit.dir }),
      ...(file === undefined ? {} : { file }),
    },
  };
}

/** The bytes of `raw:...` or `base64:...`, undefined for anything else. */
export function readJobFile(text: string): Buffer | undefined {
  if (text.startsWith('raw:')) return Buffer.from(text.slice('raw:'.length));
  if (text.startsWith('base64:')) return Buffer.from(text.slice('base64:'.length), 'base64');
  return undefined;
}

const isDirectory = async (dir: string): Promise<boolean> => {
  const found = await stat(dir).catch(() => undefined);
  return found?.isDirectory() ?? false;
};

const mayBecome = ({ uid }: Account): boolean => process.getuid?.() === 0 || process.getuid?.() === uid;

const lockedBy = (lock: true | string): string =>
  lock === true ? 'chef-client is already running' : `another process holds the lock ${lock}`;

/** A command is a person's text and may be as long as a message. */
const shorten = (command: string): string => (command.length > 200 ? `${command.slice(0, 200)}…` : command);

const refuse = (reason: string): Verdict => ({ ok: false, reason });
