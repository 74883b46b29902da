// Original file: proto/directory.proto


export interface NewOrganization {
  'name'?: (string);
  'fullName'?: (string);
  /**
   * A user.
   */
  'founder'?: (string);
}

export interface NewOrganization__Output {
  'name': (string);
  'fullName': (string);
  /**
   * A user.
   */
  'founder': (string);
}
