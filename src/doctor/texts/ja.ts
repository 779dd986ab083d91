import type { CheckId } from '../checkList.ts';
import type { FindingCode } from './en.ts';
import { agentsTexts } from './ja/agents.ts';
import { awsTexts } from './ja/aws.ts';
import { configTexts } from './ja/config.ts';
import { editorTexts } from './ja/editor.ts';
import { gatewayTexts } from './ja/gateway.ts';
import { liveTexts } from './ja/live.ts';
import { modelsTexts } from './ja/models.ts';
import { networkTexts } from './ja/network.ts';
import { runtimeTexts } from './ja/runtime.ts';
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

const findings: Readonly<Record<FindingCode, FindingText>> = {
  ...gatewayTexts,
  ...runtimeTexts,
  ...configTexts,
  ...modelsTexts,
  ...awsTexts,
  ...networkTexts,
  ...liveTexts,
  ...agentsTexts,
  ...editorTexts,
};

export const ja = { hops, findings };
