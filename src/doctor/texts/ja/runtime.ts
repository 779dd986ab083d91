import type { runtimeTexts as english } from '../en/runtime.ts';
import type { FindingText } from '../text.ts';

export const runtimeTexts: Readonly<Record<keyof typeof english, FindingText>> = {
  'node-ok': { summary: 'Node {version} は十分新しいバージョンです ({oldest} 以降)。' },
  'node-too-old': {
    summary: 'Node {version} は古すぎます。',
    meaning: 'SQLite のバイナリには Node {oldest} 以降が必要で、古い Node では異常終了します。',
    fix: 'Node {oldest} 以降で起動してください。エディターでは VS Code または code-server を更新してください。',
  },
  'native-ok': { summary: 'SQLite {version} を読み込みました。' },
  'native-skipped': { summary: '確認していません。この Node では異常終了します。' },
  'native-broken': {
    summary: 'SQLite のネイティブモジュールを読み込めません。',
    meaning: 'このプラットフォーム用のバイナリがないか、壊れています。',
    fix: 'このプラットフォーム用、または universal のパッケージを入れてください。',
  },
  'home-windows': { summary: 'Windows ではユーザープロファイルが OS の仕組みで守られます。' },
  'home-ok': { summary: '{folder} とその中の秘密を読めるのはあなただけです。' },
  'home-missing': {
    summary: 'ホーム {folder} がないか、読めません。',
    meaning: '台帳、キー、設定の置き場所です。',
    fix: '一度 Torii を起動すると作られます。それ以外の場合は TORII_HOME とフォルダーの権限を確認してください。',
  },
  'home-open': {
    summary: 'このマシンの他のユーザーが {path} を読めます。',
    meaning: 'キー、または質問と支出の記録が入っています。',
    fix: 'Torii を再起動すると閉じられます。または: chmod go-rwx "{path}"',
  },
  'disk-ok': { summary: '{folder} には {megabytes} MB の空きがあります。' },
  'disk-low': {
    summary: '{folder} の空きは {megabytes} MB しかありません。',
    meaning: '台帳はリクエストのたびに増え、バックアップやスプールにも空きが必要です。',
    fix: '空きを増やすか、general_settings.maximum_spend_logs_retention_period を設定してください。',
  },
  'disk-full': {
    summary: '{folder} の空きは {megabytes} MB しかありません。',
    meaning: 'まもなく台帳にリクエストを記録できなくなるおそれがあります。',
    fix: '今すぐ空きを増やすか、TORII_HOME を別のディスクのフォルダーにしてください。',
  },
  'ledger-ok': { summary: '台帳 {file} は正常です ({megabytes} MB、全体を検査)。' },
  'ledger-opens': { summary: '台帳 {file} は開けます ({megabytes} MB。稼働中に全体を検査するには大きすぎます)。' },
  'ledger-absent': { summary: '{file} に台帳はまだありません。最初の起動で作られます。' },
  'ledger-damaged': {
    summary: '台帳 {file} が壊れています。',
    meaning: '支出とキーの記録が失われているおそれがあります。',
    fix: 'Torii を再起動してください。壊れたファイルは別名で残され、新しい台帳が始まります。コピーは隣の backups/ にあります。',
  },
  'ledger-unusable': {
    summary: '台帳 {file} を開けません。',
    fix: 'ファイルを使っているほかのプログラムを閉じ、権限を確認してください。',
  },
  'home-key-ok': { summary: 'ホームのキーは {file} にあります。' },
  'home-key-absent': {
    summary: '{file} にキーがまだありません。',
    meaning: '最初の起動で作られます。以前に起動したことがあるなら、別のホームを見ています。',
    fix: 'Torii を起動するか、TORII_HOME を確認してください。',
  },
  'home-key-malformed': {
    summary: '{file} の内容はキーではありません。',
    meaning: 'キーは sk- で始まります。',
    fix: 'Torii を止め、ファイルを削除して起動してください。新しいキーが作られます。開いているウィンドウは再読み込みが必要です。',
  },
  'home-key-unreadable': { summary: '{file} のキーを読めません。', fix: '権限を直してください: chmod 600 "{file}"' },
};
