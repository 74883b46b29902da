export { Access, type Action } from './access.ts';
export { requireSignedHeaders, type Caller } from './authentication.ts';
export type { ChefServerAddress } from './chef/chef-api.ts';
export {
  chefServerAddress,
  directoryEnv,
  directorySettings,
  openDirectory,
  type DirectorySettings,
} from './directory-choice.ts';
export { Directory, type Group, type Organization, type Principal, type PrincipalKind } from './directory.ts';
export { Refused, type RefusalReason } from './refused.ts';
