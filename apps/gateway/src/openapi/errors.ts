import type { Permission } from '../routes.ts';
import type { ErrorExample, ErrorStatus } from './operation.ts';

type Errors = Readonly<Partial<Record<ErrorStatus, readonly ErrorExample[]>>>;

const MALFORMED_PATH: ErrorExample = { when: 'the path has a broken escape', error: 'the path is not well-formed' };

export const AWAY: ErrorExample = {
  when: 'a service behind the gateway is away',
  error: 'a part of the server is not reachable at the moment; try again',
};

/** Wire contract section 1, in the order in which it is looked at. */
const SIGNED: Errors = {
  400: [
    {
      when: 'headers are missing or empty',
      error: ["missing required authentication header(s) 'X-Ops-Sign', 'X-Ops-UserId'"],
    },
    { when: 'the signing version is unknown', error: ['Unsupported authentication protocol version'] },
    MALFORMED_PATH,
  ],
  401: [
    { when: 'the timestamp is unreadable', error: ["bad header(s) 'X-Ops-Timestamp'"] },
    {
      when: 'the timestamp is more than 900 s off',
      error: ['Failed to authenticate as alice. Synchronize the clock on your host.'],
    },
    {
      when: 'nobody of that name is known here',
      error: ["Failed to authenticate as 'alice'. Ensure that your node_name and client key are correct."],
    },
    { when: 'the signature is wrong', error: ["Invalid signature for user or client 'alice'"] },
  ],
  403: [
    {
      when: 'the caller does not belong to the organization',
      error: ["'alice' is not associated with organization 'acme'"],
    },
    {
      when: 'the caller may not do this',
      error: ["User or client 'alice' does not have access to that action on this server."],
    },
  ],
  404: [{ when: 'the organization is unknown', error: ["organization 'acme' does not exist."] }],
  413: [{ when: 'the body is too large', error: 'JSON must be no more than 1000000 bytes.' }],
  429: [
    {
      when: 'the caller or the organization sends too many',
      error: "user 'alice' sends too many requests; try again in 3 s",
    },
  ],
  502: [{ when: 'the Chef Infra Server is away', error: ['Failed to connect to https://chef.example.com'] }],
  503: [AWAY],
};

const { 413: _, 429: _rate, ...OF_FEEDS } = SIGNED;
const { 404: _organization, ...OF_USERS } = SIGNED;

/** What can go wrong for everybody who needs this permission. */
export function errorsFor(permission: Permission): Errors {
  switch (permission) {
    case 'anyone':
      return { 400: [MALFORMED_PATH] };
    case 'elsewhere':
      return OF_FEEDS;
    case 'rule_users':
    case 'know_users':
    case 'know_user':
    case 'be_user':
      return OF_USERS;
    default:
      return SIGNED;
  }
}
