import type { SentenceTable } from '../translator.ts';

/** What mends findings in a config file. */
export const configFixes: SentenceTable = {
  'Choose a key that begins with sk-.': 'sk- で始まるキーにしてください。',
  'Correct the path, which is relative to the config file, or remove the entry.':
    '設定ファイルからの相対パスを修正するか、項目を削除してください。',
  'Set {0} in the environment or in the .env file beside the config, or remove this line.':
    '環境変数または設定ファイルと同じフォルダーの .env で {0} を設定するか、この行を削除してください。',
  'Remove the line; clients send the master key or a virtual key.':
    'この行を削除してください。クライアントはマスターキーか仮想キーを送信します。',
  'Remove the line; list the groups to fail over to under `fallbacks`, or leave `fallbacks` out to switch it off.':
    'この行を削除し、切り替え先のグループを `fallbacks` に書いてください。使わない場合は `fallbacks` を書きません。',
  'Use `num_retries`.': '`num_retries` を使ってください。',
  'Remove the line; use `default_fallbacks` to catch failing or unknown models, or `model_group_alias` for other names.':
    'この行を削除してください。失敗したモデルや不明なモデルには `default_fallbacks`、別名には `model_group_alias` を使います。',
  "Remove the line; Torii's log level is set where it is started, in the editor's settings or on the command line.":
    'この行を削除してください。Torii のログレベルは、エディターの設定かコマンドラインで指定します。',
  'Remove the line.': 'この行を削除してください。',
  'Remove the section.': 'このセクションを削除してください。',
  'Move the line to `{0}:`.': 'この行を `{0}:` の下に移してください。',
  'Remove it if nothing else reads it.': '他に使うものがなければ削除してください。',
  'Use `{0}` if that is what you mean.': 'その意図であれば `{0}` に変更してください。',
  'Nothing to do; leave it for LiteLLM, or remove it.':
    '対処は不要です。LiteLLM のために残しても、削除してもかまいません。',
  'Check the indentation, quotes and colons here and on the line above.':
    'この行と前の行のインデント、引用符、コロンを確認してください。',
  'Keep one of the two, or merge them.': 'どちらか一方だけを残すか、まとめてください。',
  'Indent with spaces.': 'インデントには半角スペースを使ってください。',
  'Add the missing character, or remove the one that opened it.':
    '足りない文字を補うか、対応する開始文字を削除してください。',
  'Line the keys of one map up under each other.': '同じマップのキーは、行頭をそろえて書いてください。',
  'Put the value in double quotes.': '値を二重引用符で囲んでください。',
  'Double the backslash, or use single quotes.': 'バックスラッシュを 2 つ重ねるか、一重引用符を使ってください。',
  'Write the key as text, in quotes if need be.': 'キーを文字列で書いてください。必要に応じて引用符で囲みます。',
  'Remove the line "---", or move the second document to a file of its own named under `include`.':
    '「---」の行を削除するか、2 つ目のドキュメントを別のファイルに移して `include` で指定してください。',
  'Nest the document less deeply.': 'ドキュメントの入れ子を浅くしてください。',
  'Write the value out at this place.': 'ここに値を直接書いてください。',
  'Remove the tag.': 'タグを削除してください。',
  'Create the file, correct its path, or make it readable.':
    'ファイルを作成するか、パスを修正するか、読み取れるようにしてください。',
  'Use a `model_name` of model_list.': 'model_list の `model_name` を使ってください。',
  'Did you mean {0}?': '{0} のことですか?',
  'Remove one of the two, or name the group that was meant.':
    'どちらかを削除するか、意図したグループ名にしてください。',
  'Begin the model with one of {0}; an OpenAI-compatible server is openai/<model> with api_base.':
    'モデル名を {0} のいずれかで始めてください。OpenAI 互換サーバーは openai/<model> と api_base で指定します。',
  'Write the provider in front, e.g. openai/{0} with api_base for an OpenAI-compatible server.':
    '先頭にプロバイダーを書いてください。OpenAI 互換サーバーなら openai/{0} と api_base です。',
  'Write {0}.': '{0} と書いてください。',
  'Write the path of a PEM file with the certificate authority instead of false.':
    'false の代わりに、認証局の PEM ファイルのパスを書いてください。',
  'Correct the path, or make the file readable. Relative paths begin at the folder of the config.':
    'パスを修正するか、ファイルを読み取れるようにしてください。相対パスは設定ファイルのフォルダーが基準です。',
  'Write it like http://proxy.example.com:3128, or direct for none.':
    'http://proxy.example.com:3128 のように書いてください。プロキシを使わない場合は direct です。',
  'Write the whole address, e.g. http://localhost:8000/v1.':
    'http://localhost:8000/v1 のように、アドレス全体を書いてください。',
  'Add `api_key: os.environ/OPENAI_API_KEY`, or `api_base` for another server.':
    '`api_key: os.environ/OPENAI_API_KEY` を追加するか、別のサーバーなら `api_base` を指定してください。',
  'Give each deployment an id of its own, or none.': 'デプロイごとに異なる ID を付けるか、ID を書かないでください。',
  'Correct the value in credential_list or in router_settings.default_litellm_params.':
    'credential_list または router_settings.default_litellm_params の値を修正してください。',
  'Add it to `credential_list`.': '`credential_list` に追加してください。',
  'Set {0} under the litellm_params of each deployment, where LiteLLM documents it.':
    '{0} は、LiteLLM の文書どおり各デプロイの litellm_params で指定してください。',
  'Add an entry with `model_name` and `litellm_params.model` under `model_list`.':
    '`model_list` に、`model_name` と `litellm_params.model` を持つ項目を追加してください。',
};
