import { Archive } from './archive.ts';
import { InstalledJobs } from './installed-jobs.ts';

/** An installation with some nodes and more than a million events of ended jobs, which expire when told. */
export class InstalledArchive implements AsyncDisposable {
  private constructor(
    readonly jobs: InstalledJobs,
    readonly archive: Archive,
  ) {}

  static async open(nodes: number): Promise<InstalledArchive> {
    const jobs = await InstalledJobs.open(nodes, { orchestrator: Archive.NO_RULES });
    const archive = new Archive(jobs.nodes.installation);
    await archive.fill();
    return new InstalledArchive(jobs, archive);
  }

  /** An orchestrator looks for what has expired when it starts. */
  async expire(): Promise<void> {
    await this.jobs.nodes.installation.restart('orchestrator', Archive.RULES);
  }

  /** Nothing expires any more. */
  async keep(): Promise<void> {
    await this.jobs.nodes.installation.restart('orchestrator', Archive.NO_RULES);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.jobs[Symbol.asyncDispose]();
  }
}
