import { randomBytes } from 'node:crypto';
import { chmod, chown, lstat, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Account } from './accounts.ts';

const PREFIX = 'pushy_file';
const KEPT_MS = 24 * 60 * 60 * 1000;

/** The files that came with jobs: each is its user's alone, and removed after a day (wire contract section 9). */
export class JobFiles {
  constructor(private readonly dir: string) {}

  /** @returns where the file was put. */
  async write(contents: Buffer, account: Account | undefined): Promise<string> {
    await this.makeDirectory();
    const file = path.join(this.dir, `${PREFIX}${randomBytes(8).toString('hex')}`);
    await writeFile(file, contents, { flag: 'wx', mode: 0o600 });
    if (account !== undefined && process.getuid?.() === 0) await chown(file, account.uid, account.gid);
    return file;
  }

  /** Removes what is older than a day. */
  async sweep(nowMs: number): Promise<void> {
    const names = await readdir(this.dir).catch(() => []);
    const ours = names.filter((name) => name.startsWith(PREFIX)).map((name) => path.join(this.dir, name));
    for (const file of ours) {
      const found = await lstat(file).catch(() => undefined);
      if (found !== undefined && nowMs - found.mtimeMs > KEPT_MS) await rm(file, { force: true });
    }
  }

  /** It may lie in /tmp, where anybody could have made it first: then what we write there would be theirs. */
  private async makeDirectory(): Promise<void> {
    const made = await mkdir(this.dir, { recursive: true });
    if (made !== undefined) await chmod(this.dir, 0o711);
    const found = await lstat(this.dir);
    if (!found.isDirectory() || found.uid !== process.getuid?.()) {
      throw new Error(`${this.dir} is not a directory of the user the agent runs as`);
    }
  }
}
