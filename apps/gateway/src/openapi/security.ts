const header = (name: string, description: string) => ({ type: 'apiKey', in: 'header', name, description });

/** The headers that sign a request; all of them have to be there (wire contract section 1). */
export const SECURITY_SCHEMES = {
  signingVersion: header(
    'X-Ops-Sign',
    '`algorithm=sha256;version=1.3` (RSASSA-PKCS1-v1_5 with SHA-256), or `version=` 1.0, 1.1 (raw RSA) or 1.2 (SHA-1)',
  ),
  userId: header('X-Ops-UserId', 'Name of the user or client who signs'),
  timestamp: header('X-Ops-Timestamp', 'ISO 8601 in UTC, `2026-11-22T05:00:00Z`; at most 900 s off'),
  contentHash: header(
    'X-Ops-Content-Hash',
    'Base64 digest of the body, an empty one included: SHA-256 for 1.3, SHA-1 before',
  ),
  signature: header(
    'X-Ops-Authorization-1',
    'The base64 signature in lines of 60 characters; the others follow as X-Ops-Authorization-2 and so on',
  ),
} as const;

export const SERVER_API_VERSION = {
  name: 'X-Ops-Server-API-Version',
  in: 'header',
  description: 'Part of what version 1.3 signs; 0 where it is left out',
  schema: { type: 'string', pattern: '^\\d+$' },
  example: '1',
} as const;
