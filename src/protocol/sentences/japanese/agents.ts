import type { SentenceTable } from '../translator.ts';

/** Refusals to write or restore the settings of coding agents. */
export const agents: SentenceTable = {
  'Cline holds a LiteLLM key from its organisation (remoteLiteLlmApiKey), which it prefers over the one written here.':
    'Cline には組織から配布された LiteLLM のキー (remoteLiteLlmApiKey) があり、ここで書き込むキーより優先されます。',
  'The LiteLLM entry pointed at another server. Removed with it: {0}. Restore brings them back.':
    'LiteLLM の項目は別のサーバーを指していました。一緒に取り除かれるもの: {0}。「元に戻す」で復元できます。',
  '{0} was left alone: {1}, and Cline would drop all of its entries. The Cline CLI is not configured; repair the file and try again.':
    '{0} は変更していません: {1}。このままでは Cline がすべての項目を破棄します。Cline CLI は設定されていないため、ファイルを修正してから再試行してください。',
  'it is not JSON': 'JSON ではありません',
  'The price of {0} is not known, so Cline will show a cost of $0 for it. The gateway\'s ledger says "unknown".':
    '{0} の価格が不明なため、Cline ではコストが $0 と表示されます。ゲートウェイの台帳では「不明」になります。',
  'A coding agent needs a virtual key of its own; the master key is never written into its settings.':
    'コーディングエージェントには専用の仮想キーが必要です。マスターキーが設定に書き込まれることはありません。',
  'The {0} is empty or has spaces around it.': '{0} が空か、前後に空白があります。',
  '{0} does not hold what was written. Close other programs that use it, then try again.':
    '{0} に書き込んだ内容が残っていません。使用中の他のプログラムを終了してから再試行してください。',
  '{0} has changed since the preview. Nothing was written. Try again.':
    'プレビューの後に {0} が変更されました。何も書き込んでいません。再試行してください。',
  '{0} already holds a backup. Try again in a moment.':
    '{0} にはすでにバックアップがあります。少し待ってから再試行してください。',
  'The backup of {0} is damaged ({1}). Nothing was restored.':
    '{0} のバックアップが壊れています ({1})。何も元に戻していません。',
  '{0}: {1} Nothing was written. Edit it by hand.': '{0}: {1}何も書き込んでいません。手動で編集してください。',
  '{0} is not valid {1}, or not what belongs there. Nothing was written. Repair the file, or move it away, then try again.':
    '{0} は正しい {1} ではないか、想定外の内容です。何も書き込んでいません。ファイルを修正するか移動してから再試行してください。',
  'This {0} cannot be edited in place without risk.': 'この {0} は安全に編集できません。',
  '{0} cannot be written ({1}). Nothing was written. Allow access to it, then try again.':
    '{0} に書き込めません ({1})。何も書き込んでいません。アクセスを許可してから再試行してください。',
  '{0} cannot be read ({1}). Nothing was written. Allow access to it, then try again.':
    '{0} を読み込めません ({1})。何も書き込んでいません。アクセスを許可してから再試行してください。',
  '{0} could not be written ({1}).': '{0} に書き込めませんでした ({1})。',
  'The gateway address is not a URL such as http://127.0.0.1:4000.':
    'ゲートウェイのアドレスが http://127.0.0.1:4000 のような URL ではありません。',
  'Coding agents are configured for a gateway on this machine only (127.0.0.1, localhost or [::1]), not {0}.':
    'コーディングエージェントを設定できるのは、このマシンのゲートウェイ (127.0.0.1、localhost、[::1]) だけです。{0} は使えません。',
  'The gateway address must end after the port, as in http://127.0.0.1:4000.':
    'ゲートウェイのアドレスは http://127.0.0.1:4000 のようにポートまでにしてください。',
  'There is no backup to restore.': '元に戻すためのバックアップがありません。',
  'There is no backup of these settings ({0}) to restore.': '設定 ({0}) を元に戻すためのバックアップがありません。',
  'Changed since Torii wrote it: {0}. Nothing was restored. Choose whether to put the old files back all the same, or to take back Torii’s own settings only.':
    'Torii が書き込んだ後に変更されています: {0}。何も元に戻していません。元のファイルに戻すか、Torii の設定だけを取り除くかを選んでください。',
  '{0} does not hold what was put back. Close the agent, then try again.':
    '{0} に元に戻した内容が残っていません。エージェントを終了してから再試行してください。',
  'A file without a backup.': 'バックアップのないファイルです。',
};
