// Original file: proto/directory.proto


export interface UserStanding {
  /**
   * May create and delete users and organizations.
   */
  'superuser'?: (boolean);
  /**
   * In the group `admins` of some organization, directly or by way of other groups.
   */
  'adminSomewhere'?: (boolean);
}

export interface UserStanding__Output {
  /**
   * May create and delete users and organizations.
   */
  'superuser': (boolean);
  /**
   * In the group `admins` of some organization, directly or by way of other groups.
   */
  'adminSomewhere': (boolean);
}
