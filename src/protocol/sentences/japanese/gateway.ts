import type { SentenceTable } from '../translator.ts';

/** Errors of the gateway as a whole, of its ledger, and of what is looked for in it. */
export const gateway: SentenceTable = {
  'The gateway does not answer.': 'ゲートウェイが応答しません。',
  'The gateway answered with status {0}.': 'ゲートウェイがステータス {0} を返しました。',
  'The gateway sent no file.': 'ゲートウェイからファイルが送られてきませんでした。',
  'Internal error in the gateway. The log holds the details.':
    'ゲートウェイの内部エラーです。詳しくはログを確認してください。',
  'The gateway is stopping or restarting. Try again in a moment.':
    'ゲートウェイが停止中または再起動中です。少し待ってから再試行してください。',
  'This gateway ends with the window or the terminal that runs it. Stop it there.':
    'このゲートウェイは、動かしているウィンドウまたはターミナルと一緒に終了します。そちらで停止してください。',
  'There is no {0} here.': '{0} はここにはありません。',
  'There is no such page.': 'ページがありません。',
  'The files of the dashboard are missing.': 'ダッシュボードのファイルがありません。',
  'The request body is larger than {0} KB, the most that this route takes.':
    'リクエスト本文が、このパスの上限 {0} KB を超えています。',
  'The request body is larger than {0} MB. Raise general_settings.max_request_size_mb and restart if that is meant.':
    'リクエスト本文が {0} MB を超えています。必要な場合は general_settings.max_request_size_mb を増やして再起動してください。',
  "The request's body stopped coming for {0} seconds. Send the request again.":
    'リクエスト本文が {0} 秒間届きませんでした。もう一度送信してください。',
  'The body is empty; send a JSON object with content-type application/json.':
    '本文が空です。content-type application/json で JSON オブジェクトを送信してください。',
  'The host name \'{0}\' is not allowed. Write it into the config, which is read again at once, and reload the page: "torii_settings: { allowed_hosts: [{1}] }". On the machine itself, http://127.0.0.1 works without that.':
    'ホスト名「{0}」は許可されていません。設定ファイルに「torii_settings: { allowed_hosts: [{1}] }」と書くとすぐに反映されるので、ページを再読み込みしてください。このマシンからは、そのまま http://127.0.0.1 で使えます。',
  'No request with this id is in the ledger.': 'この ID のリクエストは台帳にありません。',
  'No task with this id is in the ledger.': 'この ID のタスクは台帳にありません。',
  'No score has this id.': 'この ID のスコアはありません。',
  'The bodies of this request are not kept.': 'このリクエストの本文は保存されていません。',
  'The cursor is not one that this list gave.': '一覧の続きの位置が正しくありません。再読み込みしてください。',
  'Name either trace_id or task_id.': 'trace_id と task_id のどちらか一方を指定してください。',
  'value must be {0} for a score of type {1}.': '種類が {1} のスコアの値は {0} でなければなりません。',
  'timeZone: no IANA time zone': 'timeZone が IANA タイムゾーンではありません',
  '"{0}" is not a time zone. Use an IANA name such as Europe/Berlin.':
    '「{0}」はタイムゾーンではありません。Asia/Tokyo のような IANA の名前を使ってください。',
  'Requests are being priced anew already. Try again when that is done.':
    'リクエストのコストはすでに再計算中です。完了してから再試行してください。',
  'Requests are running ({0}), and would wait. Try again when none is.':
    'リクエストが実行中 ({0} 件) のため、待たせてしまいます。実行中のものがなくなってから再試行してください。',
  'The config has no such deployment any more. Read the list of models again.':
    'このデプロイはすでに設定ファイルにありません。モデルの一覧を再読み込みしてください。',
  'The test gave no result.': 'テストの結果を得られませんでした。',
  'No destination of traces has this id; GET /torii/destinations lists them.':
    'この ID のトレースの送信先はありません。GET /torii/destinations で一覧を確認できます。',
  'No request waits with this id any more: it was decided, ran out of time, or its client went away.':
    'この ID のリクエストはすでに待機していません。回答済みか、時間切れか、クライアントが切断しました。',
  'Metrics are off. Add "prometheus" to litellm_settings.callbacks in the config.':
    'メトリクスは無効です。設定ファイルの litellm_settings.callbacks に "prometheus" を追加してください。',
  'The disk is full: the ledger {0} cannot be written. Free some space and try again.':
    'ディスクの空きがなく、台帳 {0} に書き込めません。空きを増やしてから再試行してください。',
  'The ledger {0} cannot be written: the file or its folder is read-only. Change its permissions, or set TORII_HOME to another folder.':
    '台帳 {0} に書き込めません。ファイルまたはフォルダーが読み取り専用です。アクセス権を変更するか、TORII_HOME に別のフォルダーを指定してください。',
  'The ledger {0} cannot be opened ({1}). Check that its folder exists and can be written, or set TORII_HOME to another folder.':
    '台帳 {0} を開けません ({1})。フォルダーが存在し書き込めることを確認するか、TORII_HOME に別のフォルダーを指定してください。',
  'The ledger {0} is damaged. Restart Torii: it keeps the damaged file aside and begins a new one.':
    '台帳 {0} が壊れています。Torii を再起動すると、壊れたファイルを残したまま新しい台帳を作成します。',
  'The ledger {0} is locked by another program. Try again; close the other program if it lasts.':
    '台帳 {0} が別のプログラムにロックされています。再試行し、続く場合はそのプログラムを終了してください。',
  'The ledger {0} could not be read or written ({1}). Check the disk that holds it.':
    '台帳 {0} の読み書きに失敗しました ({1})。ディスクを確認してください。',
  'The ledger {0} failed ({1}). The log holds the details.':
    '台帳 {0} の処理に失敗しました ({1})。詳しくはログを確認してください。',
  'The ledger {0} failed. The log holds the details.':
    '台帳 {0} の処理に失敗しました。詳しくはログを確認してください。',
  'The ledger {0} was written by a newer version of Torii (it has {1}). Update Torii, or set TORII_HOME to another folder.':
    '台帳 {0} は新しいバージョンの Torii で作成されています ({1})。Torii を更新するか、TORII_HOME に別のフォルダーを指定してください。',
  'The key file {0} {1}. Delete it to begin a new vault; thinking that was kept is forgotten then.':
    'キーファイル {0} を使用できません ({1})。削除すると新しく作成されますが、保存されていた思考は失われます。',
  'Too many reports of the ledger are asked for at once. Try again in a moment.':
    '台帳の集計が一度に多く要求されています。少し待ってから再試行してください。',
  'The report took too long and was given up. Ask for a shorter time.':
    '集計に時間がかかりすぎたため中止しました。期間を短くしてください。',
  'The report is too large for the memory that is allowed to it. Ask for a shorter time.':
    '集計が許可されたメモリーに収まりません。期間を短くしてください。',
};
