import type { CheckId } from '../checkList.ts';
import { agentsTexts } from './en/agents.ts';
import { awsTexts } from './en/aws.ts';
import { configTexts } from './en/config.ts';
import { editorTexts } from './en/editor.ts';
import { gatewayTexts } from './en/gateway.ts';
import { liveTexts } from './en/live.ts';
import { modelsTexts } from './en/models.ts';
import { networkTexts } from './en/network.ts';
import { runtimeTexts } from './en/runtime.ts';

const hops = {
  'gateway-up': 'client → Torii',
  'port-owner': 'client → Torii',
  'gateway-version': 'client → Torii',
  'admin-key': 'client → Torii',
  dashboard: 'browser → Torii',
  'host-check': 'browser → Torii',
  'loopback-proxy': 'client → Torii',
  'node-version': 'Torii itself',
  'native-module': 'Torii itself',
  'home-permissions': 'Torii → home folder',
  'disk-space': 'Torii → home folder',
  'ledger-integrity': 'Torii → ledger',
  'master-key': 'Torii → home folder',
  'config-readable': 'Torii → config',
  'config-errors': 'Torii → config',
  'config-unknown-fields': 'Torii → config',
  'config-place': 'Torii → config',
  'config-master-key': 'Torii → config',
  'environment-references': 'Torii → environment',
  'env-file': 'Torii → environment',
  deployments: 'Torii → models',
  'model-prices': 'Torii → price table',
  'fallback-capabilities': 'Torii → fallbacks',
  'prompt-caching': 'Torii → models',
  'resting-deployments': 'Torii → models',
  'model-access': 'Torii → models',
  'aws-credentials': 'Torii → AWS credentials',
  'aws-identity': 'Torii → AWS STS',
  'aws-region': 'Torii → AWS',
  'upstream-reachable': 'Torii → model server',
  'proxy-settings': 'Torii → proxy',
  'authority-files': 'Torii → certificates',
  certificates: 'Torii → model server (TLS)',
  'clock-skew': 'this machine’s clock',
  budgets: 'Torii → budgets',
  destinations: 'Torii → trace destinations',
  cline: 'Cline → Torii',
  'other-agents': 'coding agents → Torii',
  'editor-settings': 'editor → Torii',
  'editor-lifetime': 'editor → Torii',
  'editor-port-proxy': 'browser → code-server → Torii',
} as const satisfies Readonly<Record<CheckId, string>>;

const findings = {
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

export type FindingCode = keyof typeof findings;

export const en = { hops, findings };
