import type { TestCluster } from '../support/local-cluster.ts';
import { ApiDocument, type Operation } from './api-document.ts';
import { type Answer, Exchange, exchangeBytes } from './http-exchange.ts';
import { type FuzzRequest, HttpRequests } from './http-requests.ts';
import type { Inhabitants } from './inhabitants.ts';
import { malformedHttp } from './malformed-http.ts';
import type { Random } from './random.ts';

export interface HttpFigures {
  sent: number;
  malformed: number;
  /** Requests that the server cut off without an answer. */
  cut: number;
  readonly statuses: Record<string, number>;
  /** What is wrong with an answer, and the request that brought it out. */
  readonly faults: string[];
}

const AT_A_TIME = 8;
const MALFORMED = 0.05;
const TO_FEED = 0.5;

/** Sends so many requests, and judges each answer by the document. `report`: from 0 to 1, now and then. */
export async function fuzzHttp(
  system: TestCluster,
  inhabitants: Inhabitants,
  random: Random,
  { requests, report }: { requests: number; report: (progress: number) => Promise<void> },
): Promise<HttpFigures> {
  const { gatewayPort, feedPort } = system.cluster.options;
  const document = await ApiDocument.of(`http://127.0.0.1:${gatewayPort}`);
  const source = new HttpRequests(document, inhabitants, random);
  const figures: HttpFigures = { sent: 0, malformed: 0, cut: 0, statuses: {}, faults: [] };
  using gateway = new Exchange(gatewayPort);
  using feed = new Exchange(feedPort);

  const malformed = async () => {
    const bytes = malformedHttp(random);
    figures.malformed += 1;
    const answer = await exchangeBytes(random.chance(0.8) ? gatewayPort : feedPort, bytes);
    note(answer, answer && ourFault(answer), () => bytes.toString('latin1')); // HTTP itself answers most of them
  };
  const wellFormed = async () => {
    const sent = source.next();
    const isFeed = /^\/organizations\/[^/]+\/pushy\/job_status_feed/.test(sent.target);
    const answer = await (isFeed && random.chance(TO_FEED) ? feed : gateway).send(sent);
    if (answer?.status === 201) source.jobs.splice(50, 1, answer.body.toString().slice(-34, -2));
    const fault = answer === undefined ? unexpectedCut(sent) : judge(document, sent, answer);
    note(answer, fault, () => shown(sent));
  };
  const note = (answer: Answer | undefined, fault: string | undefined, input: () => string) => {
    const status = String(answer?.status ?? 'none');
    if (answer === undefined) figures.cut += 1;
    figures.statuses[status] = (figures.statuses[status] ?? 0) + 1;
    if (fault !== undefined)
      figures.faults.push(
        `${fault}\n  ${answer?.status} ${answer?.body.toString().slice(0, 300)}\n  ${input().slice(0, 3_000)}`,
      );
  };
  const worker = async () => {
    while (figures.sent < requests) {
      figures.sent += 1;
      const { sent } = figures;
      await (random.chance(MALFORMED) ? malformed() : wellFormed());
      if (sent % Math.ceil(requests / 50) === 0) await report(sent / requests);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
  return figures;
}

/** Enough to send it again; a good signature is made anew anyway. */
const shown = ({ operation: _, headers, body, ...sent }: FuzzRequest): string =>
  JSON.stringify({
    ...sent,
    headers: headers.filter(([name, value]) => !(name.startsWith('X-Ops-Authorization') && value.length <= 60)),
    body: body.toString('latin1'),
  });

/** Only who sends more than is taken may be cut off before they heard why. */
function unexpectedCut({ body, headers, target }: FuzzRequest): string | undefined {
  const oversized =
    body.length > 1_000_000 || headers.some(([, value]) => value.length > 2_000) || target.length > 10_000;
  const byHand = headers.some(([name]) => ['Expect', 'Upgrade', 'Connection', 'Host'].includes(name));
  return oversized || byHand ? undefined : 'cut off without an answer';
}

function judge(document: ApiDocument, sent: FuzzRequest, answer: Answer): string | undefined {
  return (
    generalFault(sent.method, answer) ??
    (sent.operation === undefined ? undefined : documentedFault(document, sent, answer))
  );
}

const ourFault = ({ status }: Pick<Answer, 'status'>): string | undefined =>
  status >= 500 ? 'the server says that it is its own fault' : undefined;

/** What holds for every answer: no fault of ours, and errors in JSON. */
function generalFault(method: string, { status, type, body }: Answer): string | undefined {
  const fault = ourFault({ status });
  if (fault !== undefined) return fault;
  if (status < 400 || method === 'HEAD' || status === 417) return undefined; // 417 is Node.js's own, and has no body
  if (!/^application\/json/.test(type)) return `an error of type ${type}`;
  const json = parse(body);
  return typeof json === 'object' && json !== null && 'error' in json ? undefined : 'an error without `error`';
}

/** What holds for an operation of the document: its statuses, its shapes, and no refusal of what is valid. */
function documentedFault(document: ApiDocument, sent: FuzzRequest, { status, body }: Answer): string | undefined {
  const { operation } = sent;
  if (operation === undefined || BY_THE_FRAMEWORK.has(status)) return undefined;
  if (!operation.answers.has(status))
    return `${status} is not documented for ${operation.method} ${operation.template}`;
  if (sent.valid && status >= 400 && !IN_ORDER.has(status) && mayDoAll(operation)) return 'a valid request was refused';
  const shape = operation.answers.get(status);
  return shape === undefined ? undefined : document.fault(shape, parse(body));
}

/** What a valid request may hear: that something is not there, is there already, or is not sent in that form. */
const IN_ORDER = new Set([404, 406, 409]);

/** The requests' admin is the admin of an organization, and nobody beyond. */
const mayDoAll = ({ template }: Operation): boolean => template.startsWith('/organizations/{organization}/');

/** Heads that are too long, or expect something that nobody offers. */
const BY_THE_FRAMEWORK = new Set([414, 417, 431]);

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}
