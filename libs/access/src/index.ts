export { Access, type Action } from './access.ts';
export { requireSignedHeaders, type Caller } from './authentication.ts';
export { BuiltInDirectory } from './built-in-directory.ts';
export { Directory, type Group, type Organization, type Principal, type PrincipalKind } from './directory.ts';
export { Refused, type RefusalReason } from './refused.ts';
