import type { SentenceTable } from '../translator.ts';

const CHECK_ADDRESS = '{1} のアドレス、ネットワーク、ファイアウォールを確認してください。';
const TRUST =
  'その認証局の PEM ファイルを ssl_verify (デプロイまたは litellm_settings) か SSL_CERT_FILE で指定してください。';
const NAME_IT =
  'Name the PEM file of that authority in ssl_verify (of the deployment or in litellm_settings) or in SSL_CERT_FILE.';

/** Which machine on the way to a model failed, and which setting mends it. */
export const connections: SentenceTable = {
  'The server at {0} refused the connection. Check that the server runs and that {1} names its port.':
    'サーバー {0} が接続を拒否しました。サーバーが動作していることと、{1} のポートを確認してください。',
  'The server at {0} is a name that cannot be resolved. Check the host in {1}, the DNS and the proxy settings.':
    'サーバー名 {0} を解決できません。{1} のホスト名、DNS、プロキシの設定を確認してください。',
  'The server at {0} is a name that could not be resolved just now. Check the network and the DNS.':
    'サーバー名 {0} を解決できませんでした。ネットワークと DNS を確認してください。',
  'The server at {0} closed the connection. Check the server, and any proxy on the way.':
    'サーバー {0} が接続を閉じました。サーバーと途中のプロキシを確認してください。',
  'The server at {0} did not take the connection in time. Check the address in {1}, the network and the firewall.': `サーバー {0} に時間内に接続できませんでした。${CHECK_ADDRESS}`,
  'The server at {0} cannot be reached. Check the address in {1} and the network.': `サーバー {0} に到達できません。${CHECK_ADDRESS}`,
  'The server at {0} has a TLS certificate that has expired.': 'サーバー {0} の TLS 証明書の有効期限が切れています。',
  "The server at {0} has a TLS certificate that is not valid yet. Check this machine's clock.":
    'サーバー {0} の TLS 証明書はまだ有効ではありません。このマシンの時計を確認してください。',
  'The server at {0} has a TLS certificate for another name. Check the host in {1}.':
    'サーバー {0} の TLS 証明書は別の名前のものです。{1} のホスト名を確認してください。',
  [`The server at {0} has a self-signed TLS certificate. ${NAME_IT}`]: `サーバー {0} の TLS 証明書は自己署名です。${TRUST}`,
  [`The server at {0} has a TLS certificate of a private authority. ${NAME_IT}`]: `サーバー {0} の TLS 証明書は独自の認証局によるものです。${TRUST}`,
  [`The server at {0} has a TLS certificate of an unknown authority. ${NAME_IT}`]: `サーバー {0} の TLS 証明書は不明な認証局によるものです。${TRUST}`,
  'A proxy that inspects TLS has an authority of its own.': 'TLS を検査するプロキシは独自の認証局を使います。',
  'These files are named but cannot be read: {0}.': '指定されたファイルのうち、次のものを読み込めません: {0}。',
  'The server at {0} does not speak TLS. Check whether {1} should begin with http://.':
    'サーバー {0} は TLS に対応していません。{1} を http:// で始めるべきか確認してください。',
  'The server at {0} does not speak HTTP. Check the port in {1}.':
    'サーバー {0} は HTTP に対応していません。{1} のポートを確認してください。',
  'The server at {0} did not answer in time.': 'サーバー {0} が時間内に応答しませんでした。',
  'The server at {0} broke off its answer: {1}.': 'サーバー {0} の応答が途中で切れました: {1}。',
  'the connection was closed midway': '途中で接続が閉じられました',
  'The server at {0} sent {1}. Check that api_base ends in /v1.':
    'サーバー {0} の応答が正しくありません: {1}。api_base が /v1 で終わることを確認してください。',
  'The connection to the server at {0} failed ({1}). Check {2} and the network.':
    'サーバー {0} に接続できませんでした ({1})。{2} とネットワークを確認してください。',
  'The connection to the server at {0} failed. Check {1} and the network.':
    'サーバー {0} に接続できませんでした。{1} とネットワークを確認してください。',
  'The proxy {0} on the way to {1} {2}. Check it and {3}; to reach the host without it there is {4}.':
    '{1} への途中のプロキシ {0}: {2}。プロキシと {3} を確認してください。プロキシを使わずに接続するには {4} を使います。',
  'refused the connection': '接続を拒否しました',
  'is a name that cannot be resolved': '名前を解決できません',
  'is a name that could not be resolved just now': '名前を解決できませんでした',
  'closed the connection': '接続を閉じました',
  'did not take the connection in time': '時間内に接続できませんでした',
  'cannot be reached': '到達できません',
  'The proxy {0} asks for a login, or refused the one it got (status 407). Write it into {1}, like http://user:password@proxy:3128.':
    'プロキシ {0} がログインを求めているか、拒否しました (ステータス 407)。{1} に http://user:password@proxy:3128 のように書いてください。',
  'The proxy {0} could not reach {1} (status {2}). Check the host, or reach it without the proxy by {3}.':
    'プロキシ {0} が {1} に接続できませんでした (ステータス {2})。ホスト名を確認するか、{3} でプロキシを使わずに接続してください。',
  'The proxy {0} refuses connections to {1} (status {2}). Ask who runs it, or reach the host without it by {3}.':
    'プロキシ {0} が {1} への接続を拒否しています (ステータス {2})。管理者に確認するか、{3} でプロキシを使わずに接続してください。',
  'The proxy in {0} is not a URL. Write it like http://proxy.example.com:3128, with user:password@ before the host where it asks for a login.':
    '{0} のプロキシが URL ではありません。http://proxy.example.com:3128 のように書き、ログインが必要な場合はホストの前に user:password@ を付けてください。',
  'The proxy in {0} has the scheme {1}, which is not supported. Write it like http://proxy.example.com:3128, with user:password@ before the host where it asks for a login.':
    '{0} のプロキシのスキーム {1} には対応していません。http://proxy.example.com:3128 のように書き、ログインが必要な場合はホストの前に user:password@ を付けてください。',
  'The file {0} of ssl_certificate cannot be used. It is to hold a certificate and its key, in PEM.':
    'ssl_certificate のファイル {0} を使用できません。PEM 形式の証明書とキーが必要です。',
  'The api_base of model group "{0}" is not an absolute URL. Write it like http://localhost:8000/v1.':
    'モデルグループ「{0}」の api_base が絶対 URL ではありません。http://localhost:8000/v1 のように書いてください。',
};
