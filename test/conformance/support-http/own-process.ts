import { Child, freePorts } from '@push-jobs/local';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { inject } from 'vitest';

/** The setting that names the port a service is asked at. */
const PORT = { gateway: 'GATEWAY_PORT', feed: 'FEED_PORT', broker: 'GRPC_PORT' } as const;

/** One more process of a service, with settings of its own, beside the installation under test. */
export class OwnProcess implements AsyncDisposable {
  private constructor(
    private readonly child: Child,
    /** Host and port. */
    readonly address: string,
  ) {}

  get origin(): string {
    return `http://${this.address}`;
  }

  static async start(service: keyof typeof PORT, env: Record<string, string>): Promise<OwnProcess> {
    const [port = 0, operationsPort = 0] = await freePorts(2);
    const child = new Child({
      name: `own-${service}-${port}`,
      entry: fileURLToPath(new URL(`../../../apps/${service}/dist/main.js`, import.meta.url)),
      env: {
        LISTEN_HOST: '127.0.0.1',
        OPERATIONS_PORT: String(operationsPort),
        [PORT[service]]: String(port),
        ...env,
      },
      logDir: path.join(inject('installation').stateDir, 'logs'),
      operationsPort,
    });
    await child.start();
    return new OwnProcess(child, `127.0.0.1:${port}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.child.stop();
  }
}
