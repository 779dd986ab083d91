/** Who may import whom: docs in CONTRIBUTING.md. Biome guards the packages, this file the folders. */
const folder = (name) => `^src/${name}/`;

/** Folders of src/ that `name` may import from, itself included. */
const only = (name, allowed) => ({
  name: `${name}-boundary`,
  comment: `${name}/ imports only from: ${allowed.join(', ') || 'itself'}`,
  severity: 'error',
  from: { path: folder(name) },
  to: { path: '^(src|webview-ui)/', pathNot: [name, ...allowed].map(folder) },
});

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '^vscode$' } },
    only('domain', []),
    only('protocol', ['domain']),
    only('config', ['domain']),
    only('catalog', ['domain']),
    only('providers', ['domain']),
    only('storage', ['domain']),
    only('telemetry', ['domain']),
    only('clients', ['domain']),
    only('apiClient', ['domain', 'protocol']),
    only('doctor', ['domain', 'protocol', 'config', 'clients', 'apiClient']),
    only('cli', ['domain', 'protocol', 'config', 'clients', 'apiClient', 'doctor']),
    only('mcp', ['domain', 'protocol', 'config', 'apiClient']),
    only('gateway', ['domain', 'protocol']),
    only('vscode', ['domain', 'protocol', 'config', 'clients', 'apiClient', 'doctor']),
    {
      name: 'providers-apart',
      comment:
        'One vendor protocol each. They share network/ (proxies, certificates), aws/ (credentials, connections, failures of AWS) and openai/ (a dialect that is also spoken behind other doors).',
      severity: 'error',
      from: { path: '^src/providers/([^/]+)/' },
      to: { path: '^src/providers/', pathNot: '^src/providers/(?:$1|network|aws|openai)/' },
    },
    {
      name: 'webview-boundary',
      severity: 'error',
      from: { path: '^webview-ui/' },
      to: { path: '^src/', pathNot: '^src/protocol/' },
    },
    {
      name: 'domain-is-pure',
      comment: 'zod only: no node:*, no I/O.',
      severity: 'error',
      from: { path: '^src/(domain|protocol)/' },
      to: { dependencyTypes: ['core', 'npm', 'npm-dev'], pathNot: 'node_modules/zod/' },
    },
    {
      name: 'gateway-entries-without-the-editor',
      severity: 'error',
      from: { path: '^src/(worker|headless|workerProgram|headlessProgram|gatewayBundle|compose)\\.ts$|^src/compose/' },
      to: { path: '^src/(vscode/|extension\\.ts$)' },
    },
    {
      name: 'composition-root-alone',
      comment: 'Only the two programs compose.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(compose/|(workerProgram|headlessProgram|compose)\\.ts$)' },
      to: { path: '^src/compose(/|\\.ts$)' },
    },
    { name: 'no-tests-in-product', severity: 'error', from: { path: '^(src|webview-ui)/' }, to: { path: '^test/' } },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
};
