import type { ErrorKind } from '../../../domain/errors.ts';

const ADVICE: Readonly<Record<ErrorKind, string>> = {
  'bad-request': 'The request itself has to change: the message names the field.',
  'context-window': 'Shorten the conversation, or set context_window_fallbacks to a model with a larger window.',
  'content-policy': 'The provider refuses this content: rephrase it, or set content_policy_fallbacks.',
  authentication:
    'A key or credentials are wrong or have expired: the virtual key of the client, or those of the deployment in the config.',
  permission:
    'The caller, or the credentials of the deployment, may not do this. Ask for the right that the message names.',
  'model-access': 'Allow the model for the key, or ask for one of torii_models.',
  'not-found': 'Check the name: torii_models lists the models.',
  timeout: 'The provider took too long: try again, or raise timeout or stream_timeout of the deployment.',
  conflict: 'Try again.',
  'too-large': 'Send less, or raise general_settings.max_request_size_mb.',
  'rate-limit': 'Wait and try again; add deployments or fallbacks, or ask the provider for a higher quota.',
  budget: 'Raise the budget, or wait until it resets: torii_budget says when.',
  'no-deployment': 'All deployments of the model are cooling down: wait a moment, or add a fallback.',
  cancelled: 'Nothing: the client went away.',
  connection: 'The provider cannot be reached: check the network, the proxy settings and api_base.',
  interrupted: 'The gateway ended while the request ran: send it again.',
  internal: 'A fault of the gateway: its log holds the details.',
  unavailable: 'The provider, or the gateway, is not available now: try again, or add a fallback.',
};

/** What whoever is met by an error can do. */
export function adviceFor(kind: ErrorKind): string {
  return ADVICE[kind];
}
