import type { networkTexts as english } from '../en/network.ts';
import type { FindingText } from '../text.ts';

export const networkTexts: Readonly<Record<keyof typeof english, FindingText>> = {
  'no-upstream': { summary: '接続先のサーバーを持つデプロイはありません。' },
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
};
