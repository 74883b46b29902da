import { once } from 'node:events';
import { get, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';

export interface Received {
  readonly event: string;
  readonly id: string;
  /** JSON, parsed. */
  readonly data: Record<string, unknown>;
}

/** A client's side of one event stream. */
export class Stream {
  /** All that came, as it came. */
  text = '';
  /** Resolves at the end, with `cut` where the connection broke. */
  readonly end: Promise<'ended' | 'cut'>;
  private wake = (): void => undefined;

  private constructor(readonly response: IncomingMessage) {
    response.setEncoding('utf8').on('data', (text: string) => {
      this.text += text;
      this.wake();
    });
    this.end = new Promise((resolve) => {
      response.once('end', () => resolve('ended'));
      response.once('error', () => resolve('cut'));
    });
    void this.end.then(() => this.wake());
  }

  /** Resolves once the response has begun. */
  static async open(url: string, headers: Record<string, string>): Promise<Stream> {
    const request = get(url, { headers, agent: false });
    const [response] = (await once(request, 'response')) as [IncomingMessage]; // what `response` carries
    return new Stream(response);
  }

  get status(): number | undefined {
    return this.response.statusCode;
  }

  get headers(): IncomingHttpHeaders {
    return this.response.headers;
  }

  /** The events so far. */
  get events(): Received[] {
    const whole = this.text.slice(0, this.text.lastIndexOf('\n\n') + 1);
    return whole.split('\n\n').flatMap((block) => {
      const match = /^event: (.*)\nid: (.*)\ndata: (.*)/.exec(block);
      if (match === null) return [];
      const [, event = '', id = '', data = ''] = match;
      return [{ event, id, data: JSON.parse(data) as Record<string, unknown> }]; // always an object, section 8
    });
  }

  get ids(): string[] {
    return this.events.map(({ id }) => id);
  }

  /** Resolves once what came satisfies `enough`; rejects where the stream is over before. */
  async until(enough: (stream: Stream) => boolean): Promise<this> {
    let over = false;
    void this.end.then(() => (over = true));
    while (!enough(this)) {
      if (over) throw new Error(`the stream ended with\n${this.text.slice(-500)}`);
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
    return this;
  }

  close(): void {
    this.response.destroy();
  }
}
