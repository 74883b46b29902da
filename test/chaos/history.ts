/** What happened in a run, as it was seen from outside. Times are milliseconds since 1970, of this machine's clock. */

/** What a job asks for, in the words of the API and of `work.sh`. */
export interface JobPlan {
  readonly organization: string;
  readonly nodes: readonly string[];
  readonly quorum: number;
  readonly runTimeoutSeconds: number;
  readonly capture: boolean;
  /** Undefined: a command that no node has on its allow-list. */
  readonly work: Work | undefined;
}

export interface Work {
  readonly seconds: number;
  readonly exitCode: number;
  /** Of standard output. */
  readonly bytes: number;
}

/** A job that was answered with 201. */
export interface AcceptedJob {
  readonly id: string;
  readonly plan: JobPlan;
  readonly acceptedMs: number;
}

/** A request and what became of it. */
export interface Exchange {
  readonly atMs: number;
  readonly tookMs: number;
  readonly organization: string;
  readonly method: string;
  readonly path: string;
  /** Undefined: no answer came. */
  readonly status: number | undefined;
  /** What was wrong, where something was. */
  readonly problem?: string;
}

export interface SeenEvent {
  readonly id: string;
  readonly event: string;
  /** As it was sent. */
  readonly data: string;
}

/** One connection of a watcher. */
export interface FeedConnection {
  /** Where it connected to. */
  readonly to: string;
  readonly openedMs: number;
  readonly lastEventId: string | undefined;
  readonly events: readonly SeenEvent[];
}

/** Somebody who follows a feed over many connections. */
export interface Watch {
  readonly organization: string;
  /** Undefined: the organization's feed. */
  readonly jobId: string | undefined;
  readonly connections: readonly FeedConnection[];
  /** It has seen the end of the job. */
  readonly finished: boolean;
}

/** A line that a command wrote on its node. */
export interface JournalLine {
  readonly organization: string;
  readonly node: string;
  readonly what: 'start' | 'end';
  readonly jobId: string;
  /** Of an `end`. */
  readonly exitCode: number | undefined;
}

/** A job as the API shows it once everything is quiet. */
export interface FinalJob {
  readonly id: string;
  readonly status: string;
  /** Status of each node. */
  readonly nodes: ReadonlyMap<string, string>;
}

export interface OutputRead {
  readonly jobId: string;
  readonly node: string;
  readonly channel: 'stdout' | 'stderr';
  readonly status: number;
  readonly body: string;
}

/** Somebody asked for what belongs to another organization. */
export interface Trespass {
  readonly atMs: number;
  /** Whose name was given, and what was asked for. */
  readonly as: string;
  readonly path: string;
  readonly status: number | undefined;
}

/** Ids of jobs that an organization was shown in a list. */
export interface JobListing {
  readonly organization: string;
  readonly ids: readonly string[];
}

/** A time in which answers of 5xx are to be expected. */
export interface Outage {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly why: string;
}

/** What one process used at one time. `life` tells its starts apart. */
export interface VitalSign {
  readonly process: string;
  readonly life: number;
  readonly atMs: number;
  readonly residentBytes: number;
  readonly descriptors: number;
}

/** A service that ended though nobody had asked it to. */
export interface UnaskedEnd {
  readonly process: string;
  readonly atMs: number;
}

/** A node that did not become available again. */
export interface LostNode {
  readonly organization: string;
  readonly node: string;
}

/** Everything that the checker looks at. */
export interface History {
  readonly jobs: readonly AcceptedJob[];
  /** Of each accepted job; missing where it could not be read. */
  readonly finals: ReadonlyMap<string, FinalJob>;
  /** The event log of each accepted job; missing where it could not be played. */
  readonly log: ReadonlyMap<string, readonly SeenEvent[]>;
  /** The organizations' feeds, played from the start; the first are gone where they were older than is kept. */
  readonly organizationLogs: ReadonlyMap<string, readonly SeenEvent[]>;
  readonly watches: readonly Watch[];
  readonly journal: readonly JournalLine[];
  readonly outputs: readonly OutputRead[];
  readonly exchanges: readonly Exchange[];
  readonly trespasses: readonly Trespass[];
  readonly listings: readonly JobListing[];
  readonly outages: readonly Outage[];
  readonly vitals: readonly VitalSign[];
  readonly unaskedEnds: readonly UnaskedEnd[];
  readonly lostNodes: readonly LostNode[];
}

/** A promise that was not kept. */
export interface Violation {
  readonly promise: string;
  readonly what: string;
  readonly jobId?: string;
  readonly atMs?: number;
}
