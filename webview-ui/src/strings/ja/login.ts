import type { LoginWords } from '../words/login.ts';

export const login: LoginWords = {
  login: {
    title: 'Torii にログイン',
    key: 'キー',
    keyHint:
      'マスターキー (エディターの「Torii: マスターキーをコピー」でコピーできます)、または自分の情報を見るためのバーチャルキー。',
    username: 'ユーザー名',
    password: 'パスワード',
    useKey: 'キーを使う',
    usePassword: 'ユーザー名とパスワードを使う',
    signIn: 'ログイン',
    wrong: 'ログインできませんでした。入力内容を確認して、もう一度お試しください。',
    tooMany: '試行回数が多すぎます。1 分ほど待ってから、もう一度お試しください。',
  },
};
