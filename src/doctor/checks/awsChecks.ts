import type { Deployment } from '../../domain/deployment.ts';
import type { AwsAccess } from '../../domain/doctor.ts';
import { GatewayError, messageOf } from '../../domain/errors.ts';
import type { Clock, ProviderRegistry } from '../../domain/ports.ts';
import type { GatewaySettings } from '../../domain/settings.ts';
import type { Check } from '../check.ts';
import { type Finding, failure, ok, skipped, warning } from '../finding.ts';

export interface AwsPorts {
  readonly settings: () => GatewaySettings | undefined;
  readonly providers: ProviderRegistry;
  readonly clock: Pick<Clock, 'now'>;
}

interface Signing {
  readonly access: AwsAccess;
  readonly deployments: readonly Deployment[];
}

/** Credentials that end sooner than this are worth a word. */
const SOON_MS = 15 * 60 * 1000;
const MINUTE_MS = 60 * 1000;
const REGION = /^[a-z]{2}(?:-[a-z]+)+-\d$/;
/** Prefixes of inference profiles, and where they can be called from. Source: AWS's table of cross-region inference. */
const PROFILE_REGIONS: Readonly<Record<string, RegExp>> = {
  us: /^(?:us|ca)-/,
  eu: /^eu-/,
  apac: /^ap-/,
  jp: /^ap-northeast-/,
  au: /^ap-southeast-/,
};

/** Who signs the requests to AWS. Deployments that share their credentials are looked at once. */
export function awsChecks(ports: AwsPorts): readonly Check[] {
  const each = (look: (signing: Signing, signal: AbortSignal) => Promise<Finding> | Finding) => {
    return async (signal: AbortSignal): Promise<readonly Finding[]> => {
      const settings = ports.settings();
      if (settings === undefined) return [skipped('needs-config')];
      const signings = signingsOf(settings, ports.providers);
      if (signings.length === 0) return [skipped('aws-unused')];
      return await Promise.all(signings.map((signing) => look(signing, signal)));
    };
  };
  return [
    { id: 'aws-credentials', run: each((signing) => checkCredentials(signing, ports.clock.now())) },
    { id: 'aws-identity', run: each(checkIdentity) },
    { id: 'aws-region', run: each(checkRegion) },
  ];
}

function signingsOf({ deployments }: GatewaySettings, providers: ProviderRegistry): readonly Signing[] {
  const byKey = new Map<string, Signing>();
  for (const deployment of deployments) {
    const access = providers.find(deployment.provider)?.awsAccess?.(deployment);
    if (access === undefined) continue;
    const known = byKey.get(access.key);
    byKey.set(access.key, { access, deployments: [...(known?.deployments ?? []), deployment] });
  }
  return [...byKey.values()];
}

async function checkCredentials({ access, deployments }: Signing, now: number): Promise<Finding> {
  const subject = groupsOf(deployments);
  const values = { source: sourceOf(access), advice: access.advice };
  if (access.source === 'bearer') return ok('credentials-bearer', values, subject);
  try {
    const { expiresAt } = await access.credentials();
    if (expiresAt === undefined) return ok('credentials-lasting', values, subject);
    const minutes = Math.floor((expiresAt - now) / MINUTE_MS);
    const timed = { ...values, minutes, until: new Date(expiresAt).toISOString() };
    if (expiresAt <= now) return failure('credentials-expired', timed, subject);
    return expiresAt - now < SOON_MS
      ? warning('credentials-ending', timed, subject)
      : ok('credentials-ok', timed, subject);
  } catch (thrown) {
    return { ...failure('credentials-missing', values, subject), words: messageOf(thrown) };
  }
}

async function checkIdentity({ access, deployments }: Signing, signal: AbortSignal): Promise<Finding> {
  const subject = groupsOf(deployments);
  if (access.source === 'bearer') return skipped('identity-bearer', {}, subject);
  try {
    const { arn } = await access.identify(signal);
    return ok('identity-ok', { arn }, subject);
  } catch (thrown) {
    const refused = thrown instanceof GatewayError && thrown.kind === 'authentication';
    const code = refused ? 'identity-refused' : 'identity-unreachable';
    return { ...failure(code, { advice: access.advice }, subject), words: messageOf(thrown) };
  }
}

function checkRegion({ access, deployments }: Signing): Finding {
  const subject = groupsOf(deployments);
  const { region } = access;
  if (region === undefined) return warning('region-unnamed', {}, subject);
  if (!REGION.test(region)) return failure('region-malformed', { region }, subject);
  const misplaced = deployments.find(({ model }) => isMisplaced(model, region));
  if (misplaced !== undefined) return warning('region-profile', { region, model: misplaced.model }, misplaced.group);
  return ok('region-ok', { region }, subject);
}

function isMisplaced(model: string, region: string): boolean {
  const [prefix = ''] = model.split('.', 1);
  const regions = Object.hasOwn(PROFILE_REGIONS, prefix) ? PROFILE_REGIONS[prefix] : undefined;
  return regions !== undefined && !regions.test(region);
}

function sourceOf({ source, name }: AwsAccess): string {
  return name === undefined ? source : `${source} ${name}`;
}

function groupsOf(deployments: readonly Deployment[]): string {
  return [...new Set(deployments.map(({ group }) => group))].join(', ');
}
