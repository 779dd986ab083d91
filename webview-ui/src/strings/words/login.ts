export interface LoginWords {
  readonly login: {
    readonly title: string;
    readonly key: string;
    readonly keyHint: string;
    readonly username: string;
    readonly password: string;
    readonly useKey: string;
    readonly usePassword: string;
    readonly signIn: string;
    readonly wrong: string;
    readonly tooMany: string;
  };
}
