// Original file: proto/directory.proto


export interface OrganizationReply {
  'name'?: (string);
  'guid'?: (string);
  'fullName'?: (string);
}

export interface OrganizationReply__Output {
  'name': (string);
  'guid': (string);
  'fullName': (string);
}
