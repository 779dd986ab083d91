import type { Environment } from '../config/environment.ts';
import type { Home } from '../config/home.ts';
import type { Logger } from '../domain/ports.ts';
import type { ConnectionLimits } from '../gateway/slowRequests.ts';
import type { RunsIn } from '../protocol/api.ts';

export interface GatewayOptions {
  readonly home: Home;
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  /** Absolute path; undefined is the home's own config, made at first start. */
  readonly configFile: string | undefined;
  readonly version: string;
  /** Folder of the bundles; the dashboard is in its `ui/`. */
  readonly distDirectory: string;
  readonly environment: Environment;
  readonly logger: Logger;
  readonly connectionLimits?: ConnectionLimits | undefined;
  readonly runsIn?: RunsIn | undefined;
  /** Called when the editor asks for the end of this process; without it, it cannot. */
  readonly onShutdown?: ((drainMs: number) => void) | undefined;
}
