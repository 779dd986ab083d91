/** Every check with its group, in the order of the report. `docs/doctor.md` has a row for each. */
export const CHECKS = {
  'gateway-up': 'gateway',
  'port-owner': 'gateway',
  'gateway-version': 'gateway',
  'admin-key': 'gateway',
  dashboard: 'gateway',
  'host-check': 'gateway',
  'loopback-proxy': 'gateway',
  'node-version': 'runtime',
  'native-module': 'runtime',
  'home-permissions': 'home',
  'disk-space': 'home',
  'ledger-integrity': 'home',
  'master-key': 'home',
  'config-readable': 'config',
  'config-errors': 'config',
  'config-unknown-fields': 'config',
  'config-place': 'config',
  'config-master-key': 'config',
  'environment-references': 'config',
  'env-file': 'config',
  deployments: 'models',
  'model-prices': 'models',
  'fallback-capabilities': 'models',
  'prompt-caching': 'models',
  'resting-deployments': 'models',
  'model-access': 'models',
  'aws-credentials': 'aws',
  'aws-identity': 'aws',
  'aws-region': 'aws',
  'upstream-reachable': 'network',
  'proxy-settings': 'network',
  'authority-files': 'network',
  certificates: 'network',
  'clock-skew': 'network',
  budgets: 'budgets',
  destinations: 'destinations',
  cline: 'agents',
  'other-agents': 'agents',
  'editor-settings': 'editor',
  'editor-lifetime': 'editor',
  'editor-port-proxy': 'editor',
} as const;

export type CheckId = keyof typeof CHECKS;

export function isCheckId(id: string): id is CheckId {
  return Object.hasOwn(CHECKS, id);
}

/** In the order of the report. */
export const CHECK_IDS: readonly CheckId[] = Object.keys(CHECKS).filter(isCheckId);
