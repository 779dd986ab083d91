import type { LoginWords } from '../words/login.ts';

export const login: LoginWords = {
  login: {
    title: 'Log in to Torii',
    key: 'Key',
    keyHint:
      'The master key, which “Torii: Copy Master Key” in the editor puts on the clipboard; or a virtual key, to see its own figures.',
    username: 'User name',
    password: 'Password',
    useKey: 'Use a key',
    usePassword: 'Use a user name and password',
    signIn: 'Log in',
    wrong: 'That was not accepted. Check for missing characters and try again.',
    tooMany: 'Too many attempts. Wait a minute, then try again.',
  },
};
