// Original file: proto/directory.proto


export interface GroupReply {
  'name'?: (string);
  'users'?: (string)[];
  'clients'?: (string)[];
  'groups'?: (string)[];
}

export interface GroupReply__Output {
  'name': (string);
  'users': (string)[];
  'clients': (string)[];
  'groups': (string)[];
}
