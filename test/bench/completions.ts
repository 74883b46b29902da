import { ORGANIZATION } from '@push-jobs/local';
import { get, type IncomingMessage } from 'node:http';
import type { Installation } from './installation.ts';

const WAIT_MS = 120_000;

/** Follows the organization's feed and knows when jobs have ended. */
export class Completions implements Disposable {
  private readonly ended = new Map<string, string>();
  private readonly waiting = new Map<string, (status: string) => void>();
  private unread = '';

  private constructor(private readonly response: IncomingMessage) {
    response.setEncoding('utf8');
    response.on('data', (text: string) => this.read(text));
  }

  static async follow(installation: Installation): Promise<Completions> {
    const path = `/organizations/${ORGANIZATION}/pushy/job_status_feed`;
    const headers = { ...installation.client.headers('GET', path, ''), Accept: 'text/event-stream' };
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      get(`http://127.0.0.1:${installation.feedPort}${path}`, { headers }, resolve).on('error', reject);
    });
    if (response.statusCode !== 200) throw new Error(`the feed answered ${response.statusCode}`);
    return new Completions(response);
  }

  /** @returns the final status of a job, whether or not it has ended by now */
  async of(jobId: string): Promise<string> {
    const known = this.ended.get(jobId);
    if (known !== undefined) {
      this.ended.delete(jobId);
      return known;
    }
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`job ${jobId} did not end within ${WAIT_MS} ms`)), WAIT_MS);
      this.waiting.set(jobId, (status) => {
        clearTimeout(timer);
        resolve(status);
      });
    });
  }

  [Symbol.dispose](): void {
    this.response.destroy();
  }

  private read(text: string): void {
    const events = (this.unread + text).split('\n\n');
    this.unread = events.pop() ?? '';
    for (const event of events) {
      const [, data] = /^event: job_complete\n(?:.*\n)*data: (.*)$/m.exec(event) ?? [];
      if (data !== undefined) this.end(JSON.parse(data) as { job: string; status: string }); // wire contract section 8
    }
  }

  private end({ job, status }: { job: string; status: string }): void {
    const waiting = this.waiting.get(job);
    this.waiting.delete(job);
    if (waiting === undefined) this.ended.set(job, status);
    else waiting(status);
  }
}
