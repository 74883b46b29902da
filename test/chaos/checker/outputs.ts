import type { History, JobPlan, OutputRead, Violation } from '../history.ts';

/** What `work.sh` writes on a node. */
export function expectedOutput(jobId: string, node: string, channel: OutputRead['channel'], plan: JobPlan): string {
  if (channel === 'stderr') return `errors of ${node}\n`;
  const line = `${jobId} ${node}\n`;
  const bytes = plan.work?.bytes ?? 0;
  return line.repeat(Math.ceil(bytes / line.length)).slice(0, bytes);
}

/** Promise 1: no byte of output is lost that was acknowledged, which is what a node's result does. */
export function outputs(history: Pick<History, 'jobs' | 'outputs'>): Violation[] {
  const plans = new Map(history.jobs.map(({ id, plan }) => [id, plan]));
  return history.outputs.flatMap((output) => {
    const plan = plans.get(output.jobId);
    const what = plan === undefined ? undefined : wrongWith(output, plan);
    if (what === undefined) return [];
    const { jobId, node, channel } = output;
    return [{ promise: 'acknowledged output is there', what: `${channel} of ${node}: ${what}`, jobId }];
  });
}

function wrongWith({ jobId, node, channel, status, body }: OutputRead, plan: JobPlan): string | undefined {
  const expectedStatus = plan.capture ? 200 : 404;
  if (status !== expectedStatus) return `answered ${status}`;
  if (!plan.capture) return undefined;
  const expected = expectedOutput(jobId, node, channel, plan);
  if (body === expected) return undefined;
  return `${body.length} bytes that are not the ${expected.length} that the command wrote`;
}
