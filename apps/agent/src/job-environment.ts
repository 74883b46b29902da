export interface JobEnvironment {
  readonly jobId: string;
  readonly nodeName: string;
  /** Where the job's file was put. */
  readonly file?: string;
  /** What the job asks for. */
  readonly asked: Readonly<Record<string, string>>;
  /** Names a job may set as they are; undefined: all of them. */
  readonly overwritable: ReadonlySet<string> | undefined;
}

/**
 * The variables a job adds to the agent's own environment (wire contract section 9). What the agent says of the job
 * wins over what the job asks for. The node's name goes by the name the client documents and by the announced one.
 */
export function jobEnvironment(job: JobEnvironment): Record<string, string> {
  const mayKeepName = (name: string): boolean => job.overwritable === undefined || job.overwritable.has(name);
  const nameOf = (name: string): string => (mayKeepName(name) ? name : `CHEF_PUSH_ENV_${name}`);
  const asked = new Map(Object.entries(job.asked).map(([name, value]) => [nameOf(name), value]));
  return {
    ...Object.fromEntries(asked),
    CHEF_PUSH_JOB_ID: job.jobId,
    CHEF_PUSH_NODE_NAME: job.nodeName,
    CHEF_PUSH_JOB_NODE_NAME: job.nodeName,
    ...(job.file === undefined ? {} : { CHEF_PUSH_JOB_FILE: job.file }),
  };
}
