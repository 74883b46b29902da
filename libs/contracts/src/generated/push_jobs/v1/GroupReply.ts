// Original file: proto/directory.proto


export interface GroupReply {
  'name'?: (string);
  'users'?: (string)[];
  'clients'?: (string)[];
  'groups'?: (string)[];
  /**
   * Another text for other members.
   */
  'version'?: (string);
}

export interface GroupReply__Output {
  'name': (string);
  'users': (string)[];
  'clients': (string)[];
  'groups': (string)[];
  /**
   * Another text for other members.
   */
  'version': (string);
}
