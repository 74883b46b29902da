const JOB = '3f8a2b1c4d5e6f708192a3b4c5d6e7f8';

export const JOB_URI = `https://push.example.com/organizations/acme/pushy/jobs/${JOB}`;

const listed = {
  id: JOB,
  command: 'chef-client',
  status: 'running',
  run_timeout: 3600,
  created_at: 'Tue, 04 Sep 2012 23:01:02 GMT',
  updated_at: 'Tue, 04 Sep 2012 23:17:56 GMT',
  capture_output: true,
};

export const EXAMPLES = {
  status: {
    status: "it's alive",
    incarnation_id: '0c7f4d2e-6a3b-4b67-9d0f-5f1f3f1c2b11',
    node_fsm_count: 3,
    job_processes: [JOB],
  },
  configuration: {
    type: 'config',
    host: 'push.example.com',
    node: 'web1.example.com',
    organization: 'acme',
    public_key: '-----BEGIN PUBLIC KEY-----\n...\n-----END PUBLIC KEY-----\n',
    curve_public_key: 'rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7',
    push_jobs: {
      heartbeat: {
        out_addr: 'tcp://push.example.com:10000',
        command_addr: 'tcp://push.example.com:10002',
        interval: 10,
        offline_threshold: 3,
        online_threshold: 2,
      },
    },
    encoded_session_key: { method: 'hmac_sha256', key: 'c2Vzc2lvbiBrZXksIGVuY3J5cHRlZA==' },
    lifetime: 3600,
    max_message_skew: 300,
    max_body_size: 65536,
    incarnation_id: '0c7f4d2e-6a3b-4b67-9d0f-5f1f3f1c2b11',
  },
  jobRequest: {
    command: 'chef-client',
    nodes: ['web1.example.com', 'web2.example.com'],
    quorum: 2,
    run_timeout: 600,
    capture_output: true,
    env: { LANG: 'C.UTF-8' },
    file: 'raw:travels with the job',
  },
  listed: [listed],
  job: { ...listed, nodes: { succeeded: ['web2.example.com'], running: ['web1.example.com'] } },
  cancellation: { nodes: ['web1.example.com'] },
  nodeState: { node_name: 'web1.example.com', status: 'online', availability: 'available' },
  nodeStates: [{ node_name: 'web1.example.com', availability: 'available' }],
} as const;

/** What stands for each variable part of a path. */
export const PATH_PARAMETERS: Readonly<Record<string, { description: string; schema: object; example: string }>> = {
  organization: { description: 'Name of an organization', schema: { type: 'string', minLength: 1 }, example: 'acme' },
  node: { description: 'Name of a node', schema: { type: 'string', minLength: 1 }, example: 'web1.example.com' },
  job: { description: 'Id of a job', schema: { type: 'string', pattern: '^[0-9a-f]{32}$' }, example: JOB },
  user: { description: 'Name of a user', schema: { type: 'string' }, example: 'pat' },
  invitation: {
    description: "Id of an invitation: the user's name and the organization's",
    schema: { type: 'string' },
    example: 'pat-acme',
  },
  client: { description: 'Name of a client', schema: { type: 'string' }, example: 'web-01' },
  key: { description: "Name of one of somebody's keys", schema: { type: 'string' }, example: 'default' },
  group: { description: 'Name of a group', schema: { type: 'string' }, example: 'pushy_job_writers' },
  principal: { description: 'Name of a user or a client', schema: { type: 'string' }, example: 'web-01' },
};
