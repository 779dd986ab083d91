export interface TeamsWords {
  readonly teams: {
    readonly title: string;
    readonly teams: string;
    readonly users: string;
    readonly teamsProblem: string;
    readonly usersProblem: string;
    readonly createTeam: string;
    readonly createUser: string;
    readonly newTeam: string;
    readonly newUser: string;
    readonly name: string;
    readonly team: string;
    readonly user: string;
    readonly userId: string;
    readonly userIdHint: string;
    readonly email: string;
    readonly role: string;
    readonly roles: Readonly<
      Record<'proxy_admin' | 'proxy_admin_viewer' | 'internal_user' | 'internal_user_viewer', string>
    >;
    readonly members: string;
    readonly keys: string;
    readonly noMembers: string;
    readonly memberRoles: Readonly<Record<'admin' | 'user', string>>;
    readonly addMember: string;
    readonly memberAdded: (user: string, team: string) => string;
    readonly removeMember: string;
    readonly removeMemberAsk: (user: string) => string;
    readonly memberRemoved: (user: string, team: string) => string;
    readonly teamMade: (name: string) => string;
    readonly userMade: (name: string) => string;
    readonly saved: (name: string) => string;
    readonly blockAsk: (name: string) => string;
    readonly blocked: (name: string) => string;
    readonly unblocked: (name: string) => string;
    readonly deleteTeamAsk: (name: string) => string;
    readonly deleteUserAsk: (name: string) => string;
    readonly deleted: (name: string) => string;
    readonly noTeams: string;
    readonly noTeamsText: string;
    readonly noUsers: string;
    readonly noUsersText: string;
    readonly state: string;
  };
}
