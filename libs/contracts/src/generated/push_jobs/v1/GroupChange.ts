// Original file: proto/directory.proto


export interface GroupChange {
  'organization'?: (string);
  'name'?: (string);
  'users'?: (string)[];
  'clients'?: (string)[];
  'groups'?: (string)[];
  /**
   * `users` may name clients too, and `clients` says nothing: stock knife sends what it read as `actors`.
   */
  'mixed'?: (boolean);
  'ifVersion'?: (string);
  '_ifVersion'?: "ifVersion";
}

export interface GroupChange__Output {
  'organization': (string);
  'name': (string);
  'users': (string)[];
  'clients': (string)[];
  'groups': (string)[];
  /**
   * `users` may name clients too, and `clients` says nothing: stock knife sends what it read as `actors`.
   */
  'mixed': (boolean);
  'ifVersion'?: (string);
  '_ifVersion'?: "ifVersion";
}
