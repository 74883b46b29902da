import { FEATURES } from '@push-jobs/protocol';
import type { ROUTES } from '../routes.ts';
import { AWAY } from './errors.ts';
import { EXAMPLES, JOB_URI } from './examples.ts';
import type { ErrorExample, Operation, Parameter } from './operation.ts';

type Routes = typeof ROUTES;

/** One entry for each method of each route: the compiler misses what is missing. */
type Documentation = {
  readonly [Route in keyof Routes]: { readonly [Method in keyof Routes[Route]['methods']]: Operation };
};

const JOB_MISSING: ErrorExample = {
  when: 'the job is unknown, or belongs to another organization',
  error: "job '3f8a2b1c4d5e6f708192a3b4c5d6e7f8' does not exist",
};
const OUTPUT_MISSING: ErrorExample = { when: 'nothing was captured', error: 'nothing was captured' };

const LAST_EVENT_ID: Parameter = {
  name: 'Last-Event-ID',
  in: 'header',
  description: 'The last event seen: the feed goes on after it',
  schema: { type: 'string' },
  example: 'job-3',
};
const NOT_ACCEPTABLE: ErrorExample = {
  when: '`Accept` names neither `text/event-stream` nor `*/*`',
  error: 'a feed is text/event-stream',
};

const DETAILS: Parameter = {
  name: 'details',
  in: 'query',
  description: '`true` tells more: who asked, the quorum, and of each node since when and why',
  schema: { type: 'string' },
  example: 'true',
};

const query = (
  name: string,
  description: string,
  example: string,
  type: 'string' | 'integer' = 'string',
): Parameter => ({
  ...{ name, in: 'query', description, example, schema: { type } },
});
const LIST_PARAMETERS = [
  query('limit', 'At most so many', '20', 'integer'),
  query('before', 'Only jobs older than the one of this id', '3f8a2b1c4d5e6f708192a3b4c5d6e7f8'),
  query('status', 'Only jobs in one of these statuses, separated by commas', 'running,voting'),
  query('command', 'Only jobs whose command contains this', 'chef-client'),
];

const feed = (summary: string, description: string, errors: readonly ErrorExample[]): Operation => ({
  tag: 'Feeds',
  summary,
  description,
  parameters: [LAST_EVENT_ID],
  success: { status: 200, answer: { description: 'Server-sent events', body: { mediaType: 'text/event-stream' } } },
  errors: { 404: errors, 406: [NOT_ACCEPTABLE] },
});

const output = (channel: 'stdout' | 'stderr'): Operation => ({
  tag: 'Output',
  summary: `What a node wrote to ${channel}`,
  description: 'Only of jobs with `capture_output`. Both channels exist, or neither; an empty one is an empty body.',
  success: { status: 200, answer: { description: 'The bytes', body: { mediaType: 'application/octet-stream' } } },
  errors: { 404: [JOB_MISSING, OUTPUT_MISSING] },
});

export const OPERATIONS = {
  status: {
    GET: {
      tag: 'Server',
      summary: 'Whether the server is alive',
      success: {
        status: 200,
        answer: { description: 'It is', body: { schema: 'ServerStatus', example: EXAMPLES.status } },
      },
      errors: { 503: [AWAY] },
    },
  },
  openapi: {
    GET: {
      tag: 'Server',
      summary: 'This document',
      success: {
        status: 200,
        answer: { description: 'OpenAPI 3.1', body: { schema: 'OpenApi', example: { openapi: '3.1.0' } } },
      },
    },
  },
  configuration: {
    GET: {
      tag: 'Nodes',
      summary: "A node's configuration",
      description:
        'Registers the curve key under which the node will connect, and says where. For the client of that name, and for users who may read.',
      parameters: [
        {
          name: 'ccpk',
          in: 'query',
          description: "The node's CurveZMQ public key, Z85",
          required: true,
          schema: { type: 'string', minLength: 40, maxLength: 40 },
          example: 'Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID',
        },
        {
          name: 'version',
          in: 'query',
          description: 'Of the protocol that the node speaks',
          schema: { type: 'string' },
          example: '2.0',
        },
        {
          name: 'features',
          in: 'query',
          description: `Extensions that the node would use, with commas between them; those that are unknown are passed over. \`result_ack\`: results that ask for it are acknowledged`,
          schema: { type: 'string' },
          example: FEATURES.join(','),
        },
      ],
      success: {
        status: 200,
        answer: {
          description: 'Where and how to connect',
          body: { schema: 'NodeConfiguration', example: EXAMPLES.configuration },
        },
      },
      errors: {
        400: [{ when: 'there is no `ccpk`', error: ['Missing ccpk'] }],
        401: [{ when: 'the `ccpk` is no key', error: ['Bad ccpk'] }],
        403: [{ when: "the caller is another node's client", error: ['Client and node name must match'] }],
      },
    },
  },
  jobs: {
    GET: {
      tag: 'Jobs',
      summary: 'Jobs of the organization',
      description: 'At most 5,000 at once. Where there may be more, `Link` says where.',
      parameters: [...LIST_PARAMETERS, DETAILS],
      success: {
        status: 200,
        answer: {
          description: 'Newest first, without nodes',
          headers: { Link: 'The next page, as `rel="next"`; only where there may be one' },
          body: { schema: 'JobList', example: EXAMPLES.listed },
        },
      },
      errors: { 400: [{ when: 'a parameter is bad', error: "'limit' must be a whole number from 1 to 5000" }] },
    },
    POST: {
      tag: 'Jobs',
      summary: 'Start a job',
      body: { schema: 'JobRequest', required: true, example: EXAMPLES.jobRequest },
      success: {
        status: 201,
        answer: {
          description: 'The job is stored and will reach a final status',
          headers: { Location: 'The same as `uri`' },
          body: { schema: 'CreatedJob', example: { uri: JOB_URI } },
        },
      },
      errors: {
        400: [
          { when: 'there is no command', error: 'invalid command supplied' },
          { when: 'there are no nodes', error: 'at least one node must be supplied' },
          {
            when: '`run_timeout` is no number',
            error: 'invalid type supplied for run_timeout (expected a number)',
          },
          { when: 'a key is unknown', error: 'invalid key supplied' },
          { when: 'a variable is there twice', error: 'invalid environment value (duplicate key)' },
          { when: 'the body is no JSON', error: 'the body is not valid JSON' },
        ],
      },
    },
  },
  job: {
    GET: {
      tag: 'Jobs',
      summary: 'A job and how its nodes are doing',
      parameters: [
        {
          name: 'include_file',
          in: 'query',
          description: '`true` shows `file` in place of `file_specified`',
          schema: { type: 'string' },
          example: 'true',
        },
        DETAILS,
      ],
      success: {
        status: 200,
        answer: { description: 'The job', body: { schema: 'Job', example: EXAMPLES.job } },
      },
      errors: { 404: [JOB_MISSING] },
    },
  },
  cancellation: {
    POST: {
      tag: 'Jobs',
      summary: 'Cancel a job, or take nodes out of it',
      description: 'A job that has ended stays as it is.',
      body: { schema: 'Cancellation', required: false, example: EXAMPLES.cancellation },
      success: {
        status: 202,
        answer: { description: 'Nodes are told to abort', body: { schema: 'CancelledJob', example: {} } },
      },
      errors: {
        400: [
          {
            when: 'the body is something else',
            error: "expected nothing, or an object whose 'nodes' names at least one node",
          },
        ],
        404: [JOB_MISSING],
      },
    },
  },
  stdout: { GET: output('stdout') },
  stderr: { GET: output('stderr') },
  nodeStates: {
    GET: {
      tag: 'Nodes',
      summary: 'Every node that is heartbeating',
      success: {
        status: 200,
        answer: { description: 'The nodes', body: { schema: 'NodeStateList', example: EXAMPLES.nodeStates } },
      },
    },
  },
  nodeState: {
    GET: {
      tag: 'Nodes',
      summary: 'How a node is',
      description: 'A node that was never seen is offline and unavailable.',
      success: {
        status: 200,
        answer: { description: 'The node', body: { schema: 'NodeState', example: EXAMPLES.nodeState } },
      },
    },
  },
  organizationFeed: {
    GET: feed(
      "The organization's jobs, as they start and end",
      'Begins with what is new, or after `Last-Event-ID`. It does not end by itself.',
      [],
    ),
  },
  jobFeed: {
    GET: feed("A job's events", 'From the start, or after `Last-Event-ID`, and then live to the end of the job.', [
      JOB_MISSING,
    ]),
  },
} as const satisfies Documentation;
