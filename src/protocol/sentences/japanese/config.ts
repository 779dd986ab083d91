import type { SentenceTable } from '../translator.ts';

/** Findings in a config file; those of its values are in `configValues.ts`. */
export const config: SentenceTable = {
  '{0}.yaml:{1}:{2}: {3}': '{0}.yaml:{1}:{2}: {3}',
  '{0}.yml:{1}:{2}: {3}': '{0}.yml:{1}:{2}: {3}',
  '{0} does not begin with sk-, as LiteLLM requires': '{0} が LiteLLM の要件である sk- で始まっていません',
  'The included file {0} cannot be read ({1})': 'include のファイル {0} を読み込めません ({1})',
  'The environment variable {0} is not set, so this key counts as absent':
    '環境変数 {0} が設定されていないため、このキーは未指定として扱われます',
  'The environment variable {0} is empty, so this key counts as absent':
    '環境変数 {0} が空のため、このキーは未指定として扱われます',
  'LiteLLM has no disable_user_auth and ignores it, and so does Torii: keys stay required':
    'disable_user_auth は LiteLLM にない設定で、Torii でも無視されます。キーは引き続き必要です',
  'LiteLLM has no failover and ignores it, and so does Torii: `fallbacks` alone decide':
    'failover は LiteLLM にない設定で、Torii でも無視されます。`fallbacks` だけが有効です',
  'LiteLLM has no retries and ignores it, and so does Torii': 'retries は LiteLLM にない設定で、Torii でも無視されます',
  'LiteLLM has no default_model and ignores it, and so does Torii: each request names its model':
    'default_model は LiteLLM にない設定で、Torii でも無視されます。モデルはリクエストごとに指定されます',
  'LiteLLM has no log_level here and ignores it, and so does Torii':
    'ここの log_level は LiteLLM にない設定で、Torii でも無視されます',
  'LiteLLM has no openai_api_base here and ignores it, and so does Torii: the API is served under /v1 and without it':
    'ここの openai_api_base は LiteLLM にない設定で、Torii でも無視されます。API は /v1 の有無にかかわらず使えます',
  'LiteLLM has no openapi section and ignores it, and so does Torii':
    'openapi セクションは LiteLLM になく、Torii でも無視されます',
  '{0} has no effect here; it belongs under {1}': '{0} はここでは効果がありません。{1} の下に書きます',
  "{0} is not a key of LiteLLM's config; it is kept, without effect":
    '{0} は LiteLLM の設定にないキーです。残されますが、効果はありません',
  '{0} is not a known key here; did you mean {1}?': '{0} はここでは不明なキーです。{1} のことですか?',
  "{0} is LiteLLM's; it is kept, but this version of Torii does not act on it":
    '{0} は LiteLLM のキーです。残されますが、このバージョンの Torii では効果がありません',
  'This key stands twice in the same map': 'このキーは同じマップに 2 回書かれています',
  'A key must be plain text': 'キーは単純な文字列でなければなりません',
  'The file holds several YAML documents': 'ファイルに複数の YAML ドキュメントがあります',
  'The alias *{0} has no anchor &{1} before it': 'エイリアス *{0} より前にアンカー &{1} がありません',
  'The config file {0} cannot be read': '設定ファイル {0} を読み込めません',
  'The config cannot be read.': '設定ファイルを読み込めません。',
  'There is no model group "{0}" with a usable deployment': '使えるデプロイを持つモデルグループ「{0}」がありません',
  '"{0}" stands twice in this list and will be tried twice': '「{0}」はこのリストに 2 回あり、2 回試されます',
  'The provider "{0}" of {1} is not known. Known providers: {2}. This entry is left out.':
    '{1} のプロバイダー「{0}」は不明です。使えるプロバイダー: {2}。この項目は除外されます。',
  'The model "{0}" does not say its provider. Known providers: {1}. This entry is left out.':
    'モデル「{0}」にプロバイダーが書かれていません。使えるプロバイダー: {1}。この項目は除外されます。',
  '"{0}" is taken as {1}': '「{0}」は {1} とみなされます',
  'The model id {0} names "{1}" twice; Bedrock will not know it':
    'モデル ID {0} には「{1}」が 2 回含まれており、Bedrock では認識されません',
  '{0}: certificates are not checked, so anybody on the way can read keys and prompts':
    '{0}: 証明書が検証されないため、経路上の誰でもキーとプロンプトを読み取れます',
  'The file {0} cannot be read': 'ファイル {0} を読み込めません',
  'The proxy is not an address of an HTTP proxy': 'proxy が HTTP プロキシのアドレスではありません',
  'api_base "{0}" is not an http or https URL': 'api_base「{0}」が http または https の URL ではありません',
  "This deployment goes to OpenAI's own API, which needs a key, and there is none":
    'このデプロイは OpenAI の API を使うためキーが必要ですが、指定されていません',
  'Another deployment has the id {0} already; this one gets {1}':
    'ID {0} は別のデプロイで使われているため、このデプロイの ID は {1} になります',
  'There is no credential "{0}" in credential_list': 'credential_list に認証情報「{0}」がありません',
  '{0} under litellm_settings serves the AWS deployments that do not set it themselves':
    'litellm_settings の {0} は、自身で指定していない AWS デプロイに使われます',
  'The config has no usable deployment, so there is no model to serve':
    '設定ファイルに使えるデプロイがないため、提供できるモデルがありません',
};
