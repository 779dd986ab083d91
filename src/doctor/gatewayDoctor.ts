import type { Doctor, GatewayView, NetworkProbe } from '../domain/doctor.ts';
import type { Clock, ModelCatalog, ProviderRegistry } from '../domain/ports.ts';
import { type Check, runChecks } from './check.ts';
import { awsChecks } from './checks/awsChecks.ts';
import { type ConfigUnderTest, configChecks } from './checks/configChecks.ts';
import { checkBudgets, checkDestinations } from './checks/liveChecks.ts';
import { type MachinePorts, machineChecks } from './checks/machineChecks.ts';
import { checkModelAccess } from './checks/modelAccess.ts';
import { checkResting, modelChecks } from './checks/modelChecks.ts';
import { networkChecks } from './checks/networkChecks.ts';
import { type Finding, skipped } from './finding.ts';
import { hideSecrets } from './hideSecrets.ts';

/** What the checks look at. */
export interface DoctorParts {
  readonly clock: Clock;
  readonly machine: MachinePorts;
  readonly config: () => ConfigUnderTest;
  readonly catalog: ModelCatalog;
  readonly providers: ProviderRegistry;
  readonly network: NetworkProbe;
  /** The process's; the config's own is added. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly homeKey: () => Promise<string | undefined>;
}

/** Everything that a gateway can tell about itself. */
export function createGatewayDoctor(parts: DoctorParts): Doctor {
  return {
    examine: async ({ language, modelCalls, only }, view) => {
      const { settings } = parts.config();
      const checks = [...staticChecks(parts), ...liveChecks(parts, view, modelCalls)];
      const hide = hideSecrets({ homeKey: await parts.homeKey(), settings, environment: parts.environment });
      return await runChecks(checks, { clock: parts.clock, language, only, hide });
    },
  };
}

/** The checks that need no running gateway. Made for one examination: what they share they look at once. */
export function staticChecks(parts: DoctorParts): readonly Check[] {
  const { clock, catalog, providers, network } = parts;
  const settings = () => parts.config().settings;
  const environment = () => ({ ...parts.environment, ...settings()?.environment });
  return [
    ...machineChecks(parts.machine),
    ...configChecks(parts.config),
    ...modelChecks({ settings, catalog, clock }),
    ...awsChecks({ settings, providers, clock }),
    ...networkChecks({ settings, providers, network, clock, environment }),
  ];
}

/** The checks of what only a running gateway knows; without one they say so. */
export function liveChecks(parts: DoctorParts, view: GatewayView | undefined, modelCalls: boolean): readonly Check[] {
  const { catalog, clock } = parts;
  const live = (look: (view: GatewayView) => Promise<readonly Finding[]> | readonly Finding[]) => () =>
    view === undefined ? [skipped('needs-gateway')] : look(view);
  const { settings } = parts.config();
  const withConfig = (look: (view: GatewayView, config: NonNullable<typeof settings>) => ReturnType<Check['run']>) =>
    live((present) => (settings === undefined ? [skipped('needs-config')] : look(present, settings)));
  return [
    {
      id: 'resting-deployments',
      run: withConfig((present, config) => checkResting({ settings: () => config, config, catalog, clock }, present)),
    },
    {
      id: 'model-access',
      run: withConfig((present, config) => checkModelAccess({ settings: config, catalog }, present, modelCalls)),
    },
    { id: 'budgets', run: live(checkBudgets) },
    { id: 'destinations', run: live(checkDestinations) },
  ];
}
