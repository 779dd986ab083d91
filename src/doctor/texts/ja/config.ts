import type { configTexts as english } from '../en/config.ts';
import type { FindingText } from '../text.ts';

export const configTexts: Readonly<Record<keyof typeof english, FindingText>> = {
  'config-ok': { summary: '設定 {file} は読み込まれ、有効です。' },
  'config-unreadable': {
    summary: '設定 {file} を読めません。',
    meaning: 'この設定ではゲートウェイは起動しません。',
    fix: '示された箇所を直してください。',
  },
  'config-not-yet': {
    summary: '設定ファイルはまだありません。',
    meaning: 'ゲートウェイの最初の起動時に、アカウント不要のモデルを含む {file} が作られます。',
    fix: 'ゲートウェイを起動してください。エディターでは「Torii: プロキシを起動」、ターミナルでは torii です。',
  },
  'config-not-in-force': {
    summary: '設定 {file} に誤りがあり、最後に正しかった設定が有効のままです。',
    meaning: 'それ以降の変更は反映されていません。',
    fix: '示された箇所を直すと、すぐに反映されます。',
  },
  'config-clean': { summary: '設定に誤りも警告もありません。' },
  'config-error': {
    summary: '設定の {place} に誤りがあります。',
    meaning: 'そのデプロイは使われません。',
    fix: '{fix}',
  },
  'config-warning': { summary: '設定の {place} に疑わしい箇所があります。', fix: '{fix}' },
  'config-fields-known': { summary: '設定のキーはすべて既知のものです。' },
  'config-fields-unused': {
    summary: '設定のキーはすべて既知です。次の LiteLLM のキーは Torii では効果がありません: {names}。',
  },
  'config-place-home': { summary: '設定はホームの {file} です (デプロイ {deployments} 件)。' },
  'config-place-other': {
    summary: '設定は {file} です (デプロイ {deployments} 件)。{home} は読まれません。',
  },
  'config-place-differs': {
    summary: 'ゲートウェイは {wanted} ではなく {running} で動いています。',
    meaning: '別の設定で起動されています。',
    fix: '再起動すると、指定の設定が読まれます。',
  },
  'master-key-home': { summary: '設定にマスターキーはなく、ホームのキーだけが使われます。' },
  'master-key-own': { summary: '設定のマスターキーは十分な長さです。' },
  'master-key-weak': {
    summary: '設定のマスターキーが例のままか、短すぎます。',
    meaning: 'ゲートウェイに届く人なら推測できます。',
    fix: 'LITELLM_MASTER_KEY に sk- で始まる長い乱数を設定してください。',
  },
  'references-ok': { summary: '設定の os.environ/… にはすべて値があります。' },
  'reference-unset': {
    summary: '設定が参照する環境変数に値がありません ({place})。',
    meaning: 'そのキーはないものとして扱われます。',
    fix: '{fix}',
  },
  'env-file-ok': { summary: '{path} を読み込みました。' },
  'env-file-unused': { summary: '{path} はなく、必要もありません。' },
  'env-file-absent': {
    summary: '{path} がなく、環境変数が足りません。',
    meaning: 'デスクトップから起動したエディターはシェルの環境変数を持ちません。',
    fix: '{path} に 1 行に 1 つ NAME=value の形で書いてください。',
  },
  'env-file-unreadable': { summary: '{path} を読めません。', fix: '権限を確認してください: chmod 600 "{path}"' },
  'env-file-open': {
    summary: 'このマシンの他のユーザーが {path} を読めます。',
    meaning: '認証情報が入っています。',
    fix: 'chmod 600 "{path}"',
  },
  'env-file-lines': {
    summary: '{path} の次の行は代入ではありません: {lines}。',
    meaning: '読み飛ばされます。',
    fix: 'NAME=value の形で書き、複数行の値は引用符で囲んでください。',
  },
};
