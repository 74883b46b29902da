/** Statuses by who asks, in the order of `WHO`: with the groups of readers and writers, and without. */
export interface RouteRow {
  readonly call: string;
  readonly plain: string;
  readonly named: string;
  readonly body?: unknown;
}

const row = (call: string, plain: string, named: string, body?: unknown): RouteRow => ({ call, plain, named, body });
/** Where it does not matter who reads and writes jobs. */
const same = (call: string, statuses: string, body?: unknown): RouteRow => row(call, statuses, statuses, body);

const JOB = { command: 'true', nodes: ['authz-never-seen'] };

/**
 * `ORG` is the organization, `JOB` a job of its node that has ended, `SELF` the member.
 * 400, 404 and 409 where there is a signature mean: let in, and then refused for what was asked.
 */
// prettier-ignore
export const ROUTE_ROWS: readonly RouteRow[] = [
  //                                                 unsigned forger outsider member reader writer admin node other foreigner foreign
  same('GET /pushy/_status',                                  '200 200 200 200 200 200 200 200 200 200 200'),
  same('GET /openapi.json',                                   '200 200 200 200 200 200 200 200 200 200 200'),
  row('GET /organizations/ORG/pushy/config/authz-node?CCPK',  '400 401 403 200 200 200 200 200 403 403 401',
                                                              '400 401 403 403 200 403 403 200 403 403 401'),
  row('GET /organizations/ORG/pushy/jobs',                    '400 401 403 200 200 200 200 200 200 403 401',
                                                              '400 401 403 403 200 403 403 403 403 403 401'),
  row('POST /organizations/ORG/pushy/jobs',                   '400 401 403 403 403 403 201 403 403 403 401',
                                                              '400 401 403 403 403 201 403 403 403 403 401', JOB),
  row('GET /organizations/ORG/pushy/jobs/JOB',                '400 401 403 200 200 200 200 200 200 403 401',
                                                              '400 401 403 403 200 403 403 403 403 403 401'),
  row('POST /organizations/ORG/pushy/jobs/JOB/cancel',        '400 401 403 403 403 403 202 403 403 403 401',
                                                              '400 401 403 403 403 202 403 403 403 403 401'),
  row('GET /organizations/ORG/pushy/jobs/JOB/output/authz-node/stdout',
                                                              '400 401 403 200 200 200 200 200 200 403 401',
                                                              '400 401 403 403 200 403 403 403 403 403 401'),
  row('GET /organizations/ORG/pushy/jobs/JOB/output/authz-node/stderr',
                                                              '400 401 403 200 200 200 200 200 200 403 401',
                                                              '400 401 403 403 200 403 403 403 403 403 401'),
  row('GET /organizations/ORG/pushy/node_states',             '400 401 403 200 200 200 200 200 200 403 401',
                                                              '400 401 403 403 200 403 403 403 403 403 401'),
  row('GET /organizations/ORG/pushy/node_states/authz-node',  '400 401 403 200 200 200 200 200 200 403 401',
                                                              '400 401 403 403 200 403 403 403 403 403 401'),
  row('GET /organizations/ORG/pushy/job_status_feed',         '400 401 403 200 200 200 200 200 200 403 401',
                                                              '400 401 403 403 200 403 403 403 403 403 401'),
  row('GET /organizations/ORG/pushy/job_status_feed/JOB',     '400 401 403 200 200 200 200 200 200 403 401',
                                                              '400 401 403 403 200 403 403 403 403 403 401'),

  // The built-in directory. Clients are no users: where no organization is named, nobody knows them.
  same('GET /users',                                          '400 401 403 403 403 403 200 401 401 403 401'),
  same('POST /users',                                         '400 401 403 403 403 403 403 401 401 403 401'),
  same('GET /users/SELF',                                     '400 401 403 200 403 403 200 401 401 403 401'),
  same('PUT /users/SELF',                                     '400 401 403 200 403 403 403 401 401 403 401'),
  same('DELETE /users/nobody',                                '400 401 403 403 403 403 403 401 401 403 401'),
  same('GET /users/SELF/organizations',                       '400 401 403 200 403 403 200 401 401 403 401'),
  same('PUT /users/SELF/association_requests/SELF-ORG',       '400 401 403 200 403 403 200 401 401 403 401', { response: 'accept' }),
  same('GET /users/SELF/keys',                                '400 401 403 200 403 403 200 401 401 403 401'),
  same('POST /users/SELF/keys',                               '400 401 403 400 403 403 403 401 401 403 401'),
  same('GET /users/SELF/keys/default',                        '400 401 403 200 403 403 200 401 401 403 401'),
  same('PUT /users/SELF/keys/nothing',                        '400 401 403 404 403 403 403 401 401 403 401'),
  same('DELETE /users/SELF/keys/nothing',                     '400 401 403 404 403 403 403 401 401 403 401'),
  same('GET /organizations',                                  '400 401 403 403 403 403 200 401 401 403 401'),
  same('POST /organizations',                                 '400 401 403 403 403 403 403 401 401 403 401'),
  same('GET /organizations/ORG',                              '400 401 403 200 200 200 200 200 200 403 401'),
  same('GET /organizations/ORG/users',                        '400 401 403 200 200 200 200 200 200 403 401'),
  same('POST /organizations/ORG/users',                       '400 401 403 403 403 403 400 403 403 403 401'),
  same('GET /organizations/ORG/users/SELF',                   '400 401 403 200 200 200 200 200 200 403 401'),
  same('DELETE /organizations/ORG/users/nobody',              '400 401 403 403 403 403 404 403 403 403 401'),
  same('POST /organizations/ORG/association_requests',        '400 401 403 403 403 403 400 403 403 403 401'),
  same('GET /organizations/ORG/clients',                      '400 401 403 200 200 200 200 200 200 403 401'),
  same('POST /organizations/ORG/clients',                     '400 401 403 403 403 403 400 403 403 403 401'),
  same('GET /organizations/ORG/clients/authz-node',           '400 401 403 200 200 200 200 200 200 403 401'),
  same('PUT /organizations/ORG/clients/authz-node',           '400 401 403 403 403 403 200 403 403 403 401'),
  same('DELETE /organizations/ORG/clients/nobody',            '400 401 403 403 403 403 404 403 403 403 401'),
  same('GET /organizations/ORG/clients/authz-node/keys',      '400 401 403 200 200 200 200 200 200 403 401'),
  same('POST /organizations/ORG/clients/authz-node/keys',     '400 401 403 403 403 403 400 403 403 403 401'),
  same('GET /organizations/ORG/clients/authz-node/keys/default',
                                                              '400 401 403 200 200 200 200 200 200 403 401'),
  same('PUT /organizations/ORG/clients/authz-node/keys/nothing',
                                                              '400 401 403 403 403 403 404 403 403 403 401'),
  same('DELETE /organizations/ORG/clients/authz-node/keys/nothing',
                                                              '400 401 403 403 403 403 404 403 403 403 401'),
  same('GET /organizations/ORG/groups',                       '400 401 403 200 200 200 200 200 200 403 401'),
  same('POST /organizations/ORG/groups',                      '400 401 403 403 403 403 400 403 403 403 401'),
  same('GET /organizations/ORG/groups/admins',                '400 401 403 200 200 200 200 200 200 403 401'),
  same('PUT /organizations/ORG/groups/nothing',               '400 401 403 403 403 403 400 403 403 403 401'),
  same('DELETE /organizations/ORG/groups/nothing',            '400 401 403 403 403 403 404 403 403 403 401'),
  same('GET /organizations/ORG/nodes',                        '400 401 403 200 200 200 200 200 200 403 401'),
  same('POST /organizations/ORG/nodes',                       '400 401 403 403 403 403 409 409 403 403 401', { name: 'authz-node' }),
  same('GET /organizations/ORG/nodes/authz-node',             '400 401 403 200 200 200 200 200 200 403 401'),
  same('PUT /organizations/ORG/nodes/authz-node',             '400 401 403 403 403 403 200 200 403 403 401'),
  same('DELETE /organizations/ORG/nodes/nothing',             '400 401 403 403 403 403 404 403 403 403 401'),
  same('GET /organizations/ORG/search/node',                  '400 401 403 200 200 200 200 200 200 403 401'),
  same('POST /organizations/ORG/search/node',                 '400 401 403 200 200 200 200 200 200 403 401', { who: ['name'] }),
  same('GET /organizations/ORG/principals/authz-node',        '400 401 403 200 200 200 200 200 200 403 401'),
];
