import type { gatewayTexts as english } from '../en/gateway.ts';
import type { FindingText } from '../text.ts';

export const gatewayTexts: Readonly<Record<keyof typeof english, FindingText>> = {
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
    fix: 'エディターで「Torii: プロキシを起動」、またはターミナルで "torii" を実行してください。すぐに終了する場合は、以下の検査が理由を示します。',
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
};
