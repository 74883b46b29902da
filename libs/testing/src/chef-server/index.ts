export { testCertificates, type TestCertificates } from './certificates.ts';
export { type ChefData, type ChefGroup, type ChefOrganization } from './chef-data.ts';
export { StandInChefServer, type ReceivedRequest, type Trouble } from './stand-in-chef-server.ts';
