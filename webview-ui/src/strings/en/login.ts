import type { LoginWords } from '../words/login.ts';

export const login: LoginWords = {
  login: {
    title: 'Log in to Torii',
    key: 'Master key',
    keyHint: 'In the editor, “Torii: Copy Master Key” puts it on the clipboard.',
    username: 'User name',
    password: 'Password',
    useKey: 'Use the master key',
    usePassword: 'Use a user name and password',
    signIn: 'Log in',
    wrong: 'That was not accepted. Check for missing characters and try again.',
    tooMany: 'Too many attempts. Wait a minute, then try again.',
  },
};
