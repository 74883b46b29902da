import type { NodeDuty__Output } from '@push-jobs/contracts';
import type { Duty, DutyPhase } from '@push-jobs/protocol';
import { Batches } from '@push-jobs/platform';
import { setTimeout as pause } from 'node:timers/promises';
import { TOGETHER } from '../together.ts';
import type { Events } from '../events.ts';
import { keyOf } from '../keys/node-name.ts';
import type { Orchestrators } from '../orchestrators.ts';
import type { HeldNode } from './held-node.ts';

const RETRY_MS = 1_000;

/** From the least to the most that a node may have been told; of several jobs the one it is furthest in counts. */
const PHASES: readonly DutyPhase[] = ['commit', 'committed', 'run', 'running'];

/** What nodes that arrive here were doing for the orchestrator, when another broker had them. */
export class Duties {
  private readonly questions = new Batches<HeldNode, Duty | undefined>({
    work: (nodes) => this.ask(nodes),
    ...TOGETHER,
  });
  private readonly stopping = new AbortController();

  constructor(
    private readonly orchestrators: Orchestrators,
    private readonly events: Events,
  ) {}

  /**
   * The duty of a node that has just arrived, once the orchestrator can be asked. Undefined also where the node has
   * spoken of a job meanwhile: then the answer is older than what we know, and its heartbeats will show.
   */
  async of(node: HeldNode): Promise<Duty | undefined> {
    while (!node.gone && !this.stopping.signal.aborted) {
      const heardBefore = node.newsHeard;
      try {
        const duty = await this.questions.add(node);
        return node.newsHeard === heardBefore ? duty : undefined;
      } catch (error) {
        this.events.unreachable('orchestrator', error);
        await pause(RETRY_MS, undefined, { signal: this.stopping.signal }).catch(() => undefined);
      }
    }
    return undefined;
  }

  close(): void {
    this.stopping.abort();
  }

  private async ask(nodes: readonly HeldNode[]): Promise<(Duty | undefined)[]> {
    const found = new Map<string, Duty>();
    for (const named of await this.orchestrators.attach(nodes)) {
      const duty = toDuty(named);
      const other = found.get(keyOf(named));
      if (other === undefined || isFurther(duty, other)) found.set(keyOf(named), duty);
    }
    return nodes.map((node) => found.get(keyOf(node)));
  }
}

const isFurther = (a: Duty, b: Duty): boolean => PHASES.indexOf(a.phase) > PHASES.indexOf(b.phase);

function toDuty({ jobId, jobStatus, nodeStatus }: NodeDuty__Output): Duty {
  const asked = jobStatus === 'running' ? 'run' : 'commit';
  const agreed = jobStatus === 'running' ? 'running' : 'committed';
  const behind = nodeStatus === 'new' || (jobStatus === 'running' && nodeStatus === 'ready');
  return { jobId, phase: behind ? asked : agreed, contradictions: 0 };
}
