// Original file: proto/directory.proto


export interface PrincipalsOf {
  /**
   * `user` or `client`.
   */
  'kind'?: (string);
  /**
   * Empty for users.
   */
  'organization'?: (string);
}

export interface PrincipalsOf__Output {
  /**
   * `user` or `client`.
   */
  'kind': (string);
  /**
   * Empty for users.
   */
  'organization': (string);
}
