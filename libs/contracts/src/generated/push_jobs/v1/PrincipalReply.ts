// Original file: proto/directory.proto


export interface PrincipalReply {
  /**
   * `user` or `client`.
   */
  'kind'?: (string);
  'name'?: (string);
  /**
   * A user may exist without belonging to the organization.
   */
  'orgMember'?: (boolean);
  /**
   * PEM: SPKI, PKCS#1 or X.509.
   */
  'publicKeys'?: (string)[];
}

export interface PrincipalReply__Output {
  /**
   * `user` or `client`.
   */
  'kind': (string);
  'name': (string);
  /**
   * A user may exist without belonging to the organization.
   */
  'orgMember': (boolean);
  /**
   * PEM: SPKI, PKCS#1 or X.509.
   */
  'publicKeys': (string)[];
}
