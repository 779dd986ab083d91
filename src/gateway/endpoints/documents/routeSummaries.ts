/** What the first words of an address are about; the longest that fits counts. */
const AREAS: readonly (readonly [string, string])[] = [
  ['/key', 'Keys'],
  ['/v2/key', 'Keys'],
  ['/team', 'Teams'],
  ['/v2/team', 'Teams'],
  ['/user', 'Users'],
  ['/v2/user', 'Users'],
  ['/customer', 'Customers'],
  ['/end_user', 'Customers'],
  ['/budget', 'Budgets'],
  ['/tag', 'Tags'],
  ['/spend', 'Spend'],
  ['/global', 'Spend'],
  ['/health', 'Health'],
  ['/torii', 'Torii'],
  ['/ui', 'Dashboard'],
  ['/utils', 'Utilities'],
  ['/model', 'Models'],
  ['/v1/model', 'Models'],
  ['/v2/model', 'Models'],
];

export function areaOf(url: string): string {
  const found = AREAS.filter(([start]) => url.startsWith(start)).toSorted(
    ([one], [other]) => other.length - one.length,
  );
  return (
    found[0]?.[1] ?? (/chat|completion|messages|responses|embeddings/.test(url) ? 'Requests to models' : 'Gateway')
  );
}

/** What an operation does where its address does not say so by itself. */
const SUMMARIES: Readonly<Record<string, string>> = {
  'POST /chat/completions': 'Chat in the dialect of OpenAI',
  'POST /completions': 'Continue a text',
  'POST /embeddings': 'Vectors of texts',
  'POST /messages': 'Chat in the dialect of Anthropic',
  'POST /messages/count_tokens': 'Count the tokens of a chat',
  'POST /responses': "Chat in OpenAI's newer dialect",
  'GET /models': 'Models that the key may use',
  'GET /model/info': 'Limits, prices and capabilities of models',
  'GET /spend/logs': 'Rows of the ledger, or their sums per day',
  'POST /spend/calculate': 'What a prompt or an answer costs',
  'GET /global/spend/report': 'Spend by team, customer or key',
  'POST /global/spend/reset': 'Set the spend of all keys and teams to 0',
  'GET /health': 'Ask every deployment for one token',
  'GET /health/latest': 'The newest result of each deployment',
  'GET /health/history': 'What the rounds since the start found',
  'GET /health/services': 'Whether the config names a service for logs or alerts',
  'POST /health/test_connection': 'Ask a deployment for one token',
  'GET /torii/me': 'Who asks, and what is theirs',
  'GET /torii/speed': 'How fast answers came, over time and by model',
  'GET /torii/failures': 'Why requests failed, over time and by model',
  'GET /torii/settings': 'What is in force, without secrets',
  'POST /torii/model-tests/:id': 'Ask one deployment for one token',
  'GET /torii/routing': 'Chains of fallbacks, and what they lose',
  'GET /torii/spend-caps': 'Caps per request, task, day and month',
  'PUT /torii/spend-caps': 'Set the caps per request, task, day and month',
  'PUT /torii/routing/fallbacks': 'Write a chain of fallbacks into the config',
  'POST /torii/reprice': 'Price requests of the past anew',
  'GET /metrics': 'Metrics for Prometheus',
  'POST /traces': 'Take spans of an agent',
  'POST /metrics': 'Take metrics of an agent',
  'POST /logs': 'Take events of an agent',
  'POST /torii/doctor': 'Look at everything between a client and a model',
  'POST /torii/ledger/backup': 'Copy the ledger',
  'POST /torii/ledger/vacuum': 'Give unused space of the ledger back to the disk',
  'GET /openapi.json': 'This document',
  'GET /routes': 'All routes',
};

/** In a few words: the ones above, or those of the address itself. */
export function summaryOf(method: string, url: string): string {
  const plain = url
    .replace(/^\/v1/, '')
    .replace(/^\/(?:openai\/deployments|engines)\/:model/, '')
    .replace(/^\/openai\/v1/, '');
  const known = SUMMARIES[`${method} ${plain}`] ?? SUMMARIES[`${method} ${url}`];
  if (known !== undefined) return known;
  const words = url.split('/').filter((part) => part !== '' && !part.startsWith(':'));
  return `${method === 'GET' ? 'Read' : method === 'DELETE' ? 'Delete' : 'Send'}: ${words.join(' ').replaceAll('_', ' ') || 'start page'}`;
}
