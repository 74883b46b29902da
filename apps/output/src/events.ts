import { Logger } from '@nestjs/common';
import type { NodeOutput__Output } from '@push-jobs/contracts';
import { Counter, type Registry } from 'prom-client';

/** What happens here that an operator wants to see. None of these throws. */
export class Events {
  private readonly log = new Logger('output');
  private readonly stored: Counter;
  private readonly storedBytes: Counter;
  private readonly readBytes: Counter<'result'>;
  private readonly reads: Counter<'result'>;

  constructor(registry: Registry) {
    const registers = [registry];
    this.stored = new Counter({ name: 'push_jobs_outputs_stored_total', help: 'Node outputs put', registers });
    this.storedBytes = new Counter({ name: 'push_jobs_output_stored_bytes_total', help: 'Bytes put', registers });
    this.readBytes = new Counter({
      name: 'push_jobs_output_read_bytes_total',
      help: 'Bytes read, by how the reading ended',
      labelNames: ['result'],
      registers,
    });
    this.reads = new Counter({
      name: 'push_jobs_output_reads_total',
      help: 'Channels read, by result: complete, missing, abandoned, refused',
      labelNames: ['result'],
      registers,
    });
  }

  outputsPut(outputs: readonly NodeOutput__Output[]): void {
    const bytes = outputs.reduce((sum, { stdout, stderr }) => sum + stdout.length + stderr.length, 0);
    this.stored.inc(outputs.length);
    this.storedBytes.inc(bytes);
    for (const { jobId, node, stdout, stderr } of outputs) {
      this.log.debug({ msg: 'output stored', jobId, node, stdoutBytes: stdout.length, stderrBytes: stderr.length });
    }
  }

  channelRead(result: 'complete' | 'missing' | 'abandoned' | 'refused', bytes: number): void {
    this.reads.inc({ result });
    this.readBytes.inc({ result }, bytes);
  }
}
