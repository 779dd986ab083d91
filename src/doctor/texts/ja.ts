import type { CheckId } from '../checkList.ts';
import type { FindingCode } from './en.ts';
import type { FindingText } from './text.ts';

const hops: Readonly<Record<CheckId, string>> = {
  'gateway-up': 'クライアント → Torii',
  'port-owner': 'クライアント → Torii',
  'gateway-version': 'クライアント → Torii',
  'admin-key': 'クライアント → Torii',
  dashboard: 'ブラウザー → Torii',
  'host-check': 'ブラウザー → Torii',
  'loopback-proxy': 'クライアント → Torii',
  'node-version': 'Torii 自身',
  'native-module': 'Torii 自身',
  'home-permissions': 'Torii → ホームフォルダー',
  'disk-space': 'Torii → ホームフォルダー',
  'ledger-integrity': 'Torii → 台帳',
  'master-key': 'Torii → ホームフォルダー',
  'config-readable': 'Torii → 設定ファイル',
  'config-errors': 'Torii → 設定ファイル',
  'config-unknown-fields': 'Torii → 設定ファイル',
  'config-place': 'Torii → 設定ファイル',
  'config-master-key': 'Torii → 設定ファイル',
  'environment-references': 'Torii → 環境変数',
  'env-file': 'Torii → 環境変数',
  deployments: 'Torii → モデル',
  'model-prices': 'Torii → 価格表',
  'fallback-capabilities': 'Torii → フォールバック',
  'prompt-caching': 'Torii → モデル',
  'resting-deployments': 'Torii → モデル',
  'model-access': 'Torii → モデル',
  'aws-credentials': 'Torii → AWS 認証情報',
  'aws-identity': 'Torii → AWS STS',
  'aws-region': 'Torii → AWS',
  'upstream-reachable': 'Torii → モデルのサーバー',
  'proxy-settings': 'Torii → プロキシ',
  'authority-files': 'Torii → 証明書',
  certificates: 'Torii → モデルのサーバー (TLS)',
  'clock-skew': 'このマシンの時計',
  budgets: 'Torii → 予算',
  destinations: 'Torii → トレースの送信先',
  cline: 'Cline → Torii',
  'other-agents': 'コーディングエージェント → Torii',
  'editor-settings': 'エディター → Torii',
  'editor-lifetime': 'エディター → Torii',
  'editor-port-proxy': 'ブラウザー → code-server → Torii',
};

const RECONFIGURE = '{agent} をもう一度設定してください。専用のキーが発行されます。';

const findings: Readonly<Record<FindingCode, FindingText>> = {
  'check-late': {
    summary: '検査が {seconds} 秒以内に終わりませんでした。',
    meaning: '問い合わせ先が応答しません。',
    fix: '同じ経路のほかの検査を確認し、もう一度 Doctor を実行してください。',
  },
  'check-broke': { summary: '検査そのものが失敗しました。', fix: '上記のメッセージを添えて報告してください。' },
  'needs-gateway': { summary: '動作中のゲートウェイでのみ確認できます。' },
  'needs-config': { summary: '確認できる設定がありません。設定ファイルの検査を参照してください。' },

  'gateway-up': { summary: 'ゲートウェイは {baseUrl} で応答しています (バージョン {version}、実行形態: {runsIn})。' },
  'gateway-down': {
    summary: '{baseUrl} でゲートウェイが動いていません。',
    meaning: 'ポートで待ち受けているプログラムがありません。',
    fix: 'エディターで「Torii: プロキシを開始」、またはターミナルで "torii" を実行してください。すぐに終了する場合は、以下の検査が理由を示します。',
  },
  'gateway-silent': {
    summary: '{baseUrl} で待ち受けているプログラムが時間内に応答しません。',
    meaning: 'ゲートウェイが固まっているか、別のプログラムがポートを使っています。',
    fix: '「Torii: プロキシを再起動」を実行するか、ポートを使っているプロセスを終了してください。',
  },
  'gateway-displaced': {
    summary: '{baseUrl} で応答したのは {home} のゲートウェイではありません。',
    meaning: 'キーは送信していません。',
    fix: 'port-owner を参照し、そのプログラムを終了するか、別のポートを選んでください。',
  },
  'port-free': { summary: 'ポート {port} は空いています。' },
  'port-ours': { summary: 'ポート {port} はこのホームのゲートウェイが使っています: {owner}。' },
  'port-window': { summary: 'ポート {port} はこのホームのエディターウィンドウのゲートウェイが使っています: {owner}。' },
  'port-silent': {
    summary: 'ポート {port} は応答しないプログラムが使っています: {owner}。',
    fix: 'そのプログラムを終了するか、別のポート (torii.port、--port) を設定してください。',
  },
  'port-other-home': {
    summary: 'ポート {port} は別のホームのゲートウェイが使っています: {owner}。',
    meaning: '{home} のキーと台帳はそこでは使えません。',
    fix: '両方で同じ TORII_HOME を使うか、別のポート (torii.port、--port) を設定してください。',
  },
  'port-stranger': {
    summary: 'ポート {port} は別のプログラムが使っています: {owner}。',
    meaning: 'ゲートウェイはそのポートで待ち受けられず、クライアントはそのプログラムにつながります。',
    fix: 'そのプログラムを終了するか、別のポート (torii.port、--port) を設定してください。',
  },
  'version-same': { summary: '動作中のゲートウェイはインストール済みのバージョン {installed} です。' },
  'version-differs': {
    summary: '動作中のゲートウェイはバージョン {running}、インストール済みは {installed} です。',
    meaning: '更新の前に起動されたものです。',
    fix: '再起動してください (「Torii: プロキシを再起動」、または "torii" の停止と起動)。',
  },
  'admin-key-ok': { summary: 'ゲートウェイはホームのキーを受け付けます。実行中のリクエスト: {activeRequests}。' },
  'admin-key-refused': {
    summary: 'ゲートウェイがホームのキーを拒否しました (ステータス {status})。',
    fix: 'ゲートウェイを再起動してキーを読み直してください。設定の allowed_ips も確認してください。',
  },
  'dashboard-ok': { summary: 'ダッシュボードは {url} で表示できます。' },
  'dashboard-missing': {
    summary: 'ダッシュボードが {url} で表示できません (ステータス {status})。',
    meaning: 'プログラムの隣にダッシュボードのファイルがありません。',
    fix: '拡張機能を入れ直してください。ソースからは "npm run build" でビルドします。',
  },
  'host-check-ok': { summary: '見知らぬホスト名でのリクエストは拒否されます。' },
  'host-check-off': {
    summary: 'ゲートウェイはどのホスト名でも応答します。',
    meaning:
      'このマシンの外でも待ち受けているため、ネットワーク上の他者や、DNS リバインディングを使う Web ページから届きます。',
    fix: '他者に使わせないのであれば、torii.host (または --host) を 127.0.0.1 にしてください。',
  },
  'loopback-direct': { summary: 'クライアントとこのマシンの間にプロキシ変数はありません。' },
  'loopback-excluded': { summary: '{proxy} が設定されていますが、NO_PROXY でこのマシンは除外されています。' },
  'loopback-proxied': {
    summary: '{proxy} が設定されていますが、NO_PROXY に {host} がありません。',
    meaning: 'この変数に従うエージェントは、ゲートウェイ宛てのリクエストをプロキシに送ります。',
    fix: 'エージェントを起動する環境の NO_PROXY に 127.0.0.1,localhost を加えてください。',
  },

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

  'config-ok': { summary: '設定 {file} は読み込まれ、有効です。' },
  'config-unreadable': {
    summary: '設定 {file} を読めません。',
    meaning: 'この設定ではゲートウェイは起動しません。',
    fix: '示された箇所を直してください。',
  },
  'config-not-in-force': {
    summary: '設定 {file} に誤りがあり、最後に正しかった設定が有効のままです。',
    meaning: 'それ以降の変更は反映されていません。',
    fix: '示された箇所を直すと、すぐに反映されます。',
  },
  'config-clean': { summary: '設定に誤りも警告もありません。' },
  'config-error': {
    summary: '設定の {place} に誤りがあります。',
    meaning: 'そのデプロイメントは使われません。',
    fix: '{fix}',
  },
  'config-warning': { summary: '設定の {place} に疑わしい箇所があります。', fix: '{fix}' },
  'config-fields-known': { summary: '設定のキーはすべて既知のものです。' },
  'config-fields-unused': {
    summary: '設定のキーはすべて既知です。次の LiteLLM のキーは Torii では効果がありません: {names}。',
  },
  'config-place-home': { summary: '設定はホームの {file} です (デプロイメント {deployments} 件)。' },
  'config-place-other': {
    summary: '設定は {file} です (デプロイメント {deployments} 件)。{home} は読まれません。',
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

  'no-deployments': {
    summary: '使えるモデルがありません。',
    meaning: '設定 {file} に正しいデプロイメントがありません。',
    fix: 'model_list に項目を加えてください。examples/ に例があります。',
  },
  'deployments-ok': { summary: '{groups} 個のモデルグループに {deployments} 件のデプロイメントがあります。' },
  'no-named-models': { summary: '設定に個別のモデルがありません。' },
  'prices-known': { summary: '{count} 件すべてのデプロイメントの価格がわかっています。' },
  'price-unknown': {
    summary: '{model} の価格がわかりません。',
    meaning: '費用は「不明」と記録され、予算では止められません。',
    fix: 'litellm_params に input_cost_per_token と output_cost_per_token を設定してください。',
  },
  'fallbacks-none': { summary: 'フォールバックは設定されていません。' },
  'fallbacks-ok': { summary: '能力が落ちるフォールバックはありません ({count} 段)。' },
  'fallback-loses': {
    summary: '{from} のフォールバック {to} にないもの: {lost}。',
    meaning: 'それを必要とするリクエストは失敗するか、それなしで回答されます。',
    fix: 'その能力を持つフォールバックを選ぶか、承知のうえで使ってください。',
  },
  'fallback-context': {
    summary: '{to} の上限 {after} トークンは、{from} の {before} 以下です。',
    meaning: '長すぎるプロンプトの助けになりません。',
    fix: 'context_window_fallbacks には、より長いコンテキストのモデルを選んでください。',
  },
  'caching-none': { summary: 'プロンプトをキャッシュするモデルはありません。' },
  'caching-minimum': { summary: 'プロンプトがキャッシュされる最小トークン数: {list}。' },
  'caching-unsupported': {
    summary: '{model} はプロンプトをキャッシュできませんが、キャッシュポイントが設定されています。',
    meaning: '無視され、節約にはなりません。',
    fix: 'cache_control_injection_points を外すか、キャッシュできるモデルを選んでください。',
  },
  'none-rests': { summary: '失敗のために休止しているデプロイメントはありません。' },
  'deployment-rests': {
    summary: '{model} は失敗のため、あと {seconds} 秒休止します。',
    fix: 'メッセージを確認してください。自動的に再開されます。',
  },
  'access-not-asked': {
    summary: '問い合わせていません。{count} 件のデプロイメントに 1 トークンずつ尋ねると約 {cost} かかります。',
    fix: '尋ねるには、モデル呼び出しつきで Doctor を実行してください (--model-calls)。',
  },
  'access-price-unknown': {
    summary:
      '問い合わせていません。{count} 件のデプロイメントに 1 トークンずつ尋ねると約 {cost} と、価格がわからない {unknown} 件分の費用がかかります。',
    fix: '尋ねるには、モデル呼び出しつきで Doctor を実行してください (--model-calls)。',
  },
  'access-ok': { summary: '{model} が 1 トークンで応答しました。' },
  'access-refused': {
    summary: '{model} が応答しませんでした。',
    meaning: '認証情報、権限、リージョン、モデル名のいずれかが正しくないか、混雑しています。',
    fix: 'メッセージが示すものを直してください。Bedrock では、アカウントとリージョンでモデルが有効か確認してください。',
  },

  'aws-unused': { summary: 'AWS を使うデプロイメントはありません。' },
  'credentials-bearer': { summary: 'リクエストは API キーを使います ({source})。' },
  'credentials-lasting': { summary: '認証情報が見つかりました ({source})。期限はありません。' },
  'credentials-ok': { summary: '認証情報が見つかりました ({source})。{until} まで有効です。' },
  'credentials-ending': {
    summary: '認証情報 ({source}) はあと {minutes} 分で切れます。',
    meaning: '認証チェーンのものは自動で更新されますが、直接書いたものは更新されません。',
    fix: '{advice}',
  },
  'credentials-expired': {
    summary: '認証情報 ({source}) は {until} に切れました。',
    meaning: 'AWS はすべてのリクエストを拒否します。',
    fix: '{advice}',
  },
  'credentials-missing': {
    summary: '認証情報が見つかりません ({source})。',
    meaning: 'AWS へのリクエストに署名できません。',
    fix: '{advice}',
  },
  'identity-bearer': { summary: 'STS は API キーを扱いません。モデルの呼び出しでのみ確認できます。' },
  'identity-ok': { summary: 'AWS はこの認証情報を {arn} と認識しています。' },
  'identity-refused': {
    summary: 'AWS が認証情報を拒否しました。',
    meaning: '誤っているか期限切れ、またはこのマシンの時計がずれています。',
    fix: '{advice}',
  },
  'identity-unreachable': {
    summary: 'STS に問い合わせできませんでした。',
    meaning: '認証情報は正しいかもしれません。STS への経路で失敗しました。',
    fix: 'ネットワークとプロキシの設定を確認してください。STS のアドレスが異なる場合は AWS_ENDPOINT_URL_STS を設定してください。',
  },
  'region-ok': { summary: 'リージョンは {region} です。' },
  'region-unnamed': {
    summary: 'リージョンが指定されていません。',
    meaning: 'AWS プロファイルのもの、なければ LiteLLM と同じく us-west-2 になります。',
    fix: 'litellm_params の aws_region_name、または AWS_REGION_NAME を設定してください。',
  },
  'region-malformed': {
    summary: '"{region}" は AWS のリージョンではありません。',
    fix: 'aws_region_name を us-east-1 や ap-northeast-1 のような値にしてください。',
  },
  'region-profile': {
    summary: '{model} は {region} から呼び出せません。',
    meaning: '推論プロファイルの接頭辞は、どの地域から呼び出せるかを表します。',
    fix: '{region} 用の接頭辞、または別のリージョンを使ってください。',
  },

  'no-upstream': { summary: '接続先のサーバーを持つデプロイメントはありません。' },
  reached: { summary: '{host} が応答しました (キーなしの問い合わせにステータス {status})。' },
  unreachable: { summary: '{host} に届きません。', fix: '上記のメッセージが示すものを直してください。' },
  'proxy-direct': { summary: 'サーバーへはプロキシなしで接続します。' },
  'proxy-used': { summary: '{host} へは {proxy} を経由します。' },
  'proxy-unusable': {
    summary: '{host} への経路のプロキシが失敗します。',
    fix: '上記のメッセージが示すものを直してください。',
  },
  'proxy-variables-differ': {
    summary: '大文字と小文字の変数で値が異なります: {names}。',
    meaning: 'プログラムによって読むほうが違い、別の経路を通ります。',
    fix: '同じ値にするか、どちらかを削除してください。',
  },
  'authority-files-ok': { summary: '指定された認証局ファイルはすべて読めます。' },
  'authority-file-unreadable': {
    summary: '証明書用に指定された {file} を読めません。',
    meaning: '社内認証局を使うサーバーが拒否されます。',
    fix: 'ssl_verify、SSL_CERT_FILE、REQUESTS_CA_BUNDLE、AWS_CA_BUNDLE、NODE_EXTRA_CA_CERTS のうち、指定しているものを直してください。',
  },
  'no-tls': { summary: 'TLS で接続するサーバーはありません。' },
  'certificate-ok': { summary: '{host} の証明書はあと {days} 日有効です (発行者 {issuer})。' },
  'certificate-ending': {
    summary: '{host} の証明書はあと {days} 日で切れます。',
    fix: '{host} の管理者に更新を依頼してください。',
  },
  'certificate-expired': {
    summary: '{host} の証明書は期限切れです。',
    meaning: 'ssl_verify が無効なため受け付けています。',
    fix: '{host} の管理者に更新を依頼してください。',
  },
  'certificate-refused': {
    summary: '{host} の証明書は受け付けられません。',
    fix: '上記のメッセージが示すものを直してください。',
  },
  'no-date': { summary: '時刻を返したサーバーはありません。' },
  'clock-ok': { summary: 'このマシンと {host} の時計の差は {seconds} 秒です。' },
  'clock-odd': {
    summary: 'このマシンと {host} の時計の差は {seconds} 秒です。',
    meaning: '300 秒以上ずれると AWS はすべてのリクエストを拒否します。',
    fix: '時刻の同期 (NTP) を有効にしてください。',
  },
  'clock-wrong': {
    summary: 'このマシンと {host} の時計の差は {seconds} 秒です。',
    meaning: 'AWS は時刻が 300 秒ずれたリクエストを拒否します。',
    fix: '時計を合わせてください: timedatectl set-ntp true、WSL では sudo hwclock -s。',
  },

  'budgets-none': { summary: '上限のある予算はありません。' },
  'budgets-ok': { summary: '{count} 件の予算すべてに余裕があります。' },
  'budget-nearly': {
    summary: '{cap} のうち {spend} を使いました。',
    meaning: '{resets} に最初から数え直されます。',
    fix: '予算を上げないと、まもなく拒否されます。',
  },
  'budget-exhausted': {
    summary: '予算を使い切りました: {cap} のうち {spend}。',
    meaning: 'この予算に数えられるリクエストは拒否されます。{resets} に最初から数え直されます。',
    fix: 'ダッシュボードまたは API で上げるか、待ってください。',
  },
  'destinations-none': { summary: 'トレースはどこにも送られていません。' },
  'destination-ok': { summary: '{address} はトレースを受け付けます (待ち: {queued})。' },
  'destination-refuses': {
    summary: '{address} がトレースを受け付けません (待ち: {queued})。',
    meaning: 'ディスクに保存され、後で送られます。',
    fix: 'メッセージが示すもの (アドレス、キー、サーバー) を直してください。',
  },
  'destination-paused': {
    summary: '{address} は一時停止中です (待ち: {queued})。',
    fix: 'ダッシュボード、または POST /torii/destinations/{id}/resume で再開してください。',
  },
  'destination-dropped': {
    summary: '{address} は {dropped} 件のトレースを拒否しました。',
    meaning: '後から送っても受け付けられないため、失われました。',
    fix: 'ダッシュボードで最後のエラーを確認してください。',
  },

  'agents-none': { summary: 'このマシンで Torii を使うほかのコーディングエージェントはありません。' },
  'agent-absent': { summary: '{agent} はこのマシンに見つかりません。' },
  'agent-elsewhere': { summary: '{agent} はありますが、Torii を使っていません。' },
  'agent-ok': { summary: '{agent} は {address} のゲートウェイを、有効なキーとモデルで使っています。' },
  'agent-file-invalid': {
    summary: '{agent} の設定ファイルを読めません: {file}。',
    meaning: '{agent} は空とみなし、上書きするおそれがあります。',
    fix: 'ファイルを直すか別の場所に移し、「Torii: Cline を設定」または "torii configure" を実行してください。',
  },
  'agent-other-address': {
    summary: '{agent} の設定は {address} ですが、ゲートウェイは {here} にあります。',
    fix: '{agent} をもう一度設定するか (「Torii: Cline を設定」、"torii configure")、ポートを元に戻してください。',
  },
  'agent-otherwise': {
    summary: '{agent} はゲートウェイのアドレスを持っていますが、ほかの設定で別の場所につながります: {settings}。',
    fix: '{agent} で Torii (LiteLLM) を選ぶか、もう一度設定してください。',
  },
  'agent-model-unknown': {
    summary: '{agent} が求めるモデル {model} はゲートウェイにありません。',
    fix: '{agent} で別のモデルを選ぶか、その名前のグループまたは別名を設定に加えてください。',
  },
  'agent-no-key': { summary: '{agent} にゲートウェイのキーがありません。', fix: RECONFIGURE },
  'agent-master-key': {
    summary: '{agent} がホームのマスターキーを使っています。',
    meaning: '設定ファイルに平文で書かれ、その支出をあなたのものと区別できません。',
    fix: RECONFIGURE,
  },
  'agent-key-unknown': {
    summary: 'ゲートウェイは {agent} のキーを知りません。',
    meaning: '削除されたか、別のホームのキーです。',
    fix: RECONFIGURE,
  },
  'agent-key-blocked': {
    summary: '{agent} のキーはブロックされています。',
    fix: 'ダッシュボードの「キー」ページで解除してください。',
  },
  'agent-key-expired': { summary: '{agent} のキーは期限切れです。', fix: RECONFIGURE },

  'editor-settings-ok': { summary: '使用中のゲートウェイは設定どおり {baseUrl} です。' },
  'editor-settings-differ': {
    summary: '設定は {wanted} ですが、このウィンドウは {baseUrl} を使っています。',
    meaning: '起動後に設定が変わったか、ワークスペースが信頼されていません。',
    fix: '「Torii: プロキシを再起動」を実行してください。',
  },
  'editor-stopped': {
    summary: 'このウィンドウはゲートウェイを使っていません ({state})。',
    fix: '「Torii: プロキシを開始」を実行してください。',
  },
  'editor-lifetime-ok': { summary: 'ゲートウェイはこのウィンドウより長く動くか、ウィンドウが開いている間動きます。' },
  'editor-lifetime-tab': {
    summary: 'ゲートウェイはこのブラウザータブのウィンドウで動いています。',
    meaning: 'タブを閉じると code-server がまもなく終了させ、ターミナルのエージェントは接続を失います。',
    fix: 'torii.runMode を "detached" にしてください。',
  },
  'editor-port-proxy-local': { summary: 'エディターはこのマシンで動いており、ブラウザーから直接届きます。' },
  'editor-port-proxy-ok': { summary: '外部からは {url} でゲートウェイに届きます。' },
  'editor-port-proxy-none': {
    summary: 'エディターは外部のブラウザー用のアドレスを用意していません。',
    meaning: 'ダッシュボードはエディター内でのみ開けます。',
    fix: '「Torii: ダッシュボードを開く」、またはパスワードつきの code-server の /proxy/<port>/ を使ってください。',
  },
};

export const ja = { hops, findings };
