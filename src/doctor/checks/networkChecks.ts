import type { Deployment } from '../../domain/deployment.ts';
import type { NetworkProbe, Reached } from '../../domain/doctor.ts';
import { GatewayError, messageOf } from '../../domain/errors.ts';
import type { Clock, ProviderRegistry } from '../../domain/ports.ts';
import type { GatewaySettings } from '../../domain/settings.ts';
import type { Check } from '../check.ts';
import { type Finding, failure, ok, skipped, warning } from '../finding.ts';

export interface NetworkPorts {
  readonly settings: () => GatewaySettings | undefined;
  readonly providers: ProviderRegistry;
  readonly network: NetworkProbe;
  readonly clock: Pick<Clock, 'now'>;
  /** The process's with the config's. */
  readonly environment: () => Readonly<Record<string, string | undefined>>;
}

interface Way {
  readonly url: URL;
  readonly deployment: Deployment;
}

interface Visit extends Way {
  /** `at`: this machine's clock when the answer came, epoch ms. */
  readonly outcome: { readonly reached: Reached; readonly at: number } | { readonly thrown: unknown };
}

const DAY_MS = 24 * 60 * 60 * 1000;
const EXPIRES_SOON_DAYS = 14;
/** AWS refuses signatures whose time is further off. Source: its manual on signing requests. */
const REFUSED_SKEW_MS = 5 * 60 * 1000;
const ODD_SKEW_MS = 60 * 1000;
const CERTIFICATE = /^(?:CERT_|ERR_TLS_CERT|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/;

/** The way to the models' servers, gone once for all of these checks. */
export function networkChecks(ports: NetworkPorts): readonly Check[] {
  let visits: Promise<readonly Visit[]> | undefined;
  const visited = (judge: (visit: Visit) => readonly Finding[], nothing: Finding) => {
    return async (signal: AbortSignal): Promise<readonly Finding[]> => {
      const settings = ports.settings();
      if (settings === undefined) return [skipped('needs-config')];
      visits ??= visitAll(settings, ports, signal);
      const findings = (await visits).flatMap(judge);
      return findings.length === 0 ? [nothing] : findings;
    };
  };
  return [
    { id: 'upstream-reachable', run: visited(judgeReach, skipped('no-upstream')) },
    { id: 'proxy-settings', run: visited((visit) => judgeProxy(visit), checkVariables(ports.environment())) },
    { id: 'authority-files', run: () => checkFiles(ports) },
    { id: 'certificates', run: visited(judgeCertificate, skipped('no-tls')) },
    { id: 'clock-skew', run: visited(judgeClock, skipped('no-date')) },
  ];
}

async function visitAll(
  settings: GatewaySettings,
  { providers, network, clock }: NetworkPorts,
  signal: AbortSignal,
): Promise<readonly Visit[]> {
  const visit = async (way: Way): Promise<Visit> => {
    try {
      const reached = await network.reach(way.url, way.deployment.network, signal);
      return { ...way, outcome: { reached, at: clock.now() } };
    } catch (thrown) {
      return { ...way, outcome: { thrown } };
    }
  };
  return await Promise.all(waysOf(settings, providers).map(visit));
}

/** Each server once for each way to it. */
function waysOf({ deployments }: GatewaySettings, providers: ProviderRegistry): readonly Way[] {
  const ways = deployments.flatMap((deployment) => {
    const base = providers.find(deployment.provider)?.endpoint(deployment).apiBase;
    const url = base === undefined ? null : URL.parse(base);
    return url === null ? [] : [{ url, deployment }];
  });
  const key = ({ url, deployment }: Way): string => JSON.stringify([url.origin, deployment.network ?? null]);
  return [...new Map(ways.toReversed().map((way) => [key(way), way])).values()].toReversed();
}

function judgeReach({ url, outcome }: Visit): readonly Finding[] {
  if ('reached' in outcome) return [ok('reached', { host: url.host, status: outcome.reached.status }, url.host)];
  return [{ ...failure('unreachable', { host: url.host }, url.host), words: messageOf(outcome.thrown) }];
}

function judgeProxy({ url, outcome }: Visit): readonly Finding[] {
  if ('thrown' in outcome) {
    const { thrown } = outcome;
    const unusable =
      thrown instanceof GatewayError && (thrown.kind === 'internal' || /\bproxy\b/i.test(thrown.message));
    return unusable ? [{ ...failure('proxy-unusable', { host: url.host }, url.host), words: thrown.message }] : [];
  }
  const { proxy } = outcome.reached;
  return proxy === undefined ? [] : [ok('proxy-used', { host: url.host, proxy }, url.host)];
}

/** Of two spellings of a variable programs read one or the other. */
function checkVariables(environment: Readonly<Record<string, string | undefined>>): Finding {
  const names = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'];
  const split = names.filter((name) => {
    const [upper, lower] = [environment[name], environment[name.toLowerCase()]];
    return upper !== undefined && lower !== undefined && upper !== lower;
  });
  if (split.length > 0) return warning('proxy-variables-differ', { names: split.join(', ') });
  return ok('proxy-direct');
}

function checkFiles({ settings, network }: NetworkPorts): readonly Finding[] {
  const config = settings();
  const networks = config?.deployments.map((deployment) => deployment.network) ?? [undefined];
  const missing = new Set([...networks, undefined].flatMap((each) => network.unreadableFiles(each)));
  if (missing.size === 0) return [ok('authority-files-ok')];
  return [...missing].map((file) => failure('authority-file-unreadable', { file }, file));
}

function judgeCertificate({ url, outcome }: Visit): readonly Finding[] {
  if ('thrown' in outcome) {
    const { thrown } = outcome;
    const refused = thrown instanceof GatewayError && CERTIFICATE.test(thrown.providerCode ?? '');
    return refused ? [{ ...failure('certificate-refused', { host: url.host }, url.host), words: thrown.message }] : [];
  }
  const { certificate } = outcome.reached;
  if (certificate === undefined) return [];
  const days = Math.floor((certificate.expiresAt - outcome.at) / DAY_MS);
  const values = { host: url.host, days, issuer: certificate.issuer };
  if (days < 0) return [failure('certificate-expired', values, url.host)];
  return [
    days < EXPIRES_SOON_DAYS ? warning('certificate-ending', values, url.host) : ok('certificate-ok', values, url.host),
  ];
}

function judgeClock({ url, outcome }: Visit): readonly Finding[] {
  if ('thrown' in outcome || outcome.reached.serverTime === undefined) return [];
  const skewMs = outcome.at - outcome.reached.serverTime;
  const values = { host: url.host, seconds: Math.round(skewMs / 1000) };
  if (Math.abs(skewMs) >= REFUSED_SKEW_MS) return [failure('clock-wrong', values, url.host)];
  return [Math.abs(skewMs) >= ODD_SKEW_MS ? warning('clock-odd', values, url.host) : ok('clock-ok', values, url.host)];
}
