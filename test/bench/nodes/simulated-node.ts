import { type CommandMessage, decodeFromServer, encodeFromNode, type NodeMessage, rfc1123 } from '@push-jobs/protocol';
import { type Context, type curveKeyPair, Dealer, Subscriber } from 'zeromq';

export type CurveKeys = ReturnType<typeof curveKeyPair>;

/** What a node learns from its configuration (wire contract section 4). */
export interface NodeConfiguration {
  readonly commandAddress: string;
  readonly heartbeatAddress: string;
  /** Z85. */
  readonly serverCurveKey: string;
  readonly sessionKey: Buffer;
}

export interface NodeIdentity {
  readonly organization: string;
  readonly name: string;
  readonly incarnation: string;
}

/** What all nodes of a process have done. */
export class Tally {
  /** Messages to the server, and commands and beats from it. */
  sent = 0;
  commands = 0;
  beats = 0;
  /** Messages that could not be sent, or could not be understood. */
  faults = 0;
}

const LIMITS = { maxSkewMs: 300_000, maxBodyBytes: 65_536 } as const;

type Answers = Readonly<Record<CommandMessage['type'], readonly NodeMessage['type'][]>>;

/** A node whose commands take no time. */
const ANSWERS: Answers = {
  abort: ['aborted'],
  commit: ['ack_commit'],
  run: ['ack_run', 'succeeded'],
  ack: [],
  result_ack: [],
};

/** A node with real sockets and signatures that agrees to everything, and has always succeeded already. */
export class SimulatedNode {
  private dealer: Dealer | undefined;
  private subscriber: Subscriber | undefined;
  private sessionKey = Buffer.alloc(0);
  private sequence = 0;
  private job: { id: string; state: 'committed' | 'running' } | undefined;

  constructor(
    private readonly context: Context,
    readonly identity: NodeIdentity,
    private readonly tally: Tally,
  ) {}

  /** Opens the command channel and says that it is there. */
  connect({ commandAddress, serverCurveKey, sessionKey }: NodeConfiguration, curve: CurveKeys): void {
    this.sessionKey = Buffer.from(sessionKey);
    this.sequence = 0;
    this.dealer = new Dealer({
      context: this.context,
      linger: 0,
      reconnectInterval: 200,
      handshakeInterval: 30_000, // the server may have thousands of others to shake hands with
      curveServerKey: serverCurveKey,
      curvePublicKey: curve.publicKey,
      curveSecretKey: curve.secretKey,
    });
    this.dealer.connect(commandAddress);
    void this.hear(this.dealer);
    this.beat();
  }

  /** Opens the heartbeat channel. */
  subscribe({ heartbeatAddress }: NodeConfiguration): void {
    this.subscriber = new Subscriber({ context: this.context, linger: 0, reconnectInterval: 200 });
    this.subscriber.connect(heartbeatAddress);
    this.subscriber.subscribe();
    void this.countBeats(this.subscriber);
  }

  disconnect(): void {
    this.dealer?.close();
    this.subscriber?.close();
    this.dealer = undefined;
    this.subscriber = undefined;
    this.job = undefined;
  }

  /** Does nothing before the node has connected. */
  beat(): void {
    if (this.dealer !== undefined) this.send('heartbeat', this.job?.id ?? null);
  }

  private send(type: NodeMessage['type'], jobId: string | null): void {
    const { organization, name, incarnation } = this.identity;
    const message = {
      node: name,
      client: 'node.example.com',
      protocol_version: '2.0',
      org: organization,
      type,
      sequence: ++this.sequence,
      timestamp: rfc1123(Date.now()),
      incarnation_id: incarnation,
      job_id: jobId,
      ...(type === 'heartbeat' ? { job_state: this.job?.state ?? 'idle' } : {}),
    } as NodeMessage; // a heartbeat, and nothing else, has a state
    this.tally.sent++;
    this.dealer?.send([...encodeFromNode(message, this.sessionKey)]).catch(() => this.tally.faults++);
  }

  private async hear(dealer: Dealer): Promise<void> {
    for await (const frames of dealer) {
      const decoded = decodeFromServer(frames, this.sessionKey, { nowMs: Date.now(), ...LIMITS });
      if (decoded.ok) this.obey(decoded.message);
      else this.tally.faults++;
    }
  }

  private obey(command: CommandMessage): void {
    this.tally.commands++;
    const jobId = 'job_id' in command ? command.job_id : null;
    for (const answer of ANSWERS[command.type]) this.send(answer, jobId);
    if (command.type === 'commit') this.job = { id: command.job_id, state: 'committed' };
    else if (command.type !== 'ack') this.job = undefined;
  }

  private async countBeats(subscriber: Subscriber): Promise<void> {
    for await (const _frames of subscriber) this.tally.beats++;
  }
}
