// Original file: proto/directory.proto


export interface OrganizationQuery {
  'name'?: (string);
}

export interface OrganizationQuery__Output {
  'name': (string);
}
