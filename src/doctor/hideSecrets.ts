import { redactSecrets } from '../domain/redactSecrets.ts';
import type { GatewaySettings } from '../domain/settings.ts';

/** Shorter values are words that stand in any text. */
const SHORTEST_SECRET = 6;
const HIDDEN = '[hidden]';
/** Variables whose values are secret; names of files and folders with secrets in them are not. */
const SECRET_NAME = /(?:key|key_id|token|secret|password|passwd)$/i;

export interface SecretSources {
  readonly homeKey: string | undefined;
  readonly settings: GatewaySettings | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Takes the secrets that are known, and everything that has the form of one, out of a text. */
export function hideSecrets(sources: SecretSources): (text: string) => string {
  // The longest first: one may hold another.
  const secrets = [...new Set(secretsOf(sources))]
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .toSorted((left, right) => right.length - left.length);
  return (text) => redactSecrets(secrets.reduce((rest, secret) => rest.replaceAll(secret, HIDDEN), text));
}

function secretsOf({ homeKey, settings, environment }: SecretSources): readonly string[] {
  const { masterKey, ui, deployments = [] } = settings ?? {};
  const ofDeployments = deployments.flatMap(({ apiKey, aws, headers }) => [
    ...[apiKey, aws.accessKeyId, aws.secretAccessKey, aws.sessionToken, aws.webIdentityToken, aws.externalId],
    ...Object.values(headers),
  ]);
  const variables = [...Object.entries(environment), ...Object.entries(settings?.environment ?? {})]
    .filter(([name]) => SECRET_NAME.test(name))
    .map(([, value]) => value);
  return [homeKey, masterKey, ui?.password, ...ofDeployments, ...variables].filter((secret) => secret !== undefined);
}
