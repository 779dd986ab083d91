import type { OtlpSettings } from '../../domain/destinations.ts';
import type { Environment } from '../environment.ts';
import type { Findings } from '../findings.ts';
import { type CallbackPlace, findCallback } from './callbackPlace.ts';
import { mayHaveContent } from './contentSwitch.ts';
import type { DestinationInput } from './destinationInput.ts';
import { firstOf, readPairs, toHttpUrl } from './variables.ts';

const ID = 'otel';
const TRACES_PATH = '/v1/traces';

/** OpenTelemetry's own names, and LiteLLM's. The first names the whole address, the others its beginning. */
const TRACES_ENDPOINT = ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'];
const BASE_ENDPOINTS = ['OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_ENDPOINT'];
const HEADERS = ['OTEL_EXPORTER_OTLP_TRACES_HEADERS', 'OTEL_EXPORTER_OTLP_HEADERS', 'OTEL_HEADERS'];
const PROTOCOLS = ['OTEL_EXPORTER_OTLP_TRACES_PROTOCOL', 'OTEL_EXPORTER_OTLP_PROTOCOL', 'OTEL_EXPORTER'];

/** The callback `otel` and the variables that LiteLLM and OpenTelemetry's programs read. */
export function readOtlp({ config, environment, findings }: DestinationInput): OtlpSettings | undefined {
  const place = findCallback(config.litellm_settings, ['otel']);
  if (place === undefined) return undefined;
  checkProtocol(environment, place, findings);
  const endpoint = readEndpoint(environment, place, findings);
  if (endpoint === undefined) return undefined;
  return {
    kind: 'otlp',
    id: ID,
    outcomes: place.outcomes,
    content: mayHaveContent(config, ID, place.name),
    endpoint,
    headers: readPairs(firstOf(environment, HEADERS)),
    serviceName: firstOf(environment, ['OTEL_SERVICE_NAME']) ?? 'torii',
    environment: firstOf(environment, ['OTEL_ENVIRONMENT_NAME', 'OTEL_DEPLOYMENT_ENVIRONMENT']),
    resource: readPairs(environment['OTEL_RESOURCE_ATTRIBUTES']),
  };
}

function readEndpoint(environment: Environment, place: CallbackPlace, findings: Findings): string | undefined {
  const whole = firstOf(environment, TRACES_ENDPOINT);
  const written = whole ?? firstOf(environment, BASE_ENDPOINTS);
  if (written === undefined) {
    findings.add({
      severity: 'warning',
      code: 'missing-variable',
      message: 'otel is a callback, but OTEL_EXPORTER_OTLP_ENDPOINT is not set: no traces go to a collector',
      path: place.path,
      fix: 'Set OTEL_EXPORTER_OTLP_ENDPOINT (e.g. http://localhost:4318) in the environment or in the .env file beside the config, or remove otel here.',
    });
    return undefined;
  }
  const url = toHttpUrl(written);
  if (url === undefined) {
    findings.add({
      severity: 'warning',
      code: 'bad-url',
      message: 'OTEL_EXPORTER_OTLP_ENDPOINT is not an address of HTTP: no traces go to a collector',
      path: place.path,
      fix: 'Write an address such as http://localhost:4318; OTLP over gRPC is not spoken.',
    });
    return undefined;
  }
  const path = url.pathname.replace(/\/+$/, '');
  if (whole === undefined && !path.endsWith(TRACES_PATH)) url.pathname = `${path}${TRACES_PATH}`;
  return url.href;
}

function checkProtocol(environment: Environment, place: CallbackPlace, findings: Findings): void {
  const protocol = firstOf(environment, PROTOCOLS);
  if (protocol === undefined || !/grpc|console/.test(protocol)) return;
  findings.add({
    severity: 'warning',
    code: 'unused-key',
    message: `The environment asks for ${protocol}, but traces leave as OTLP over HTTP in protobuf`,
    path: place.path,
    fix: 'Set OTEL_EXPORTER_OTLP_PROTOCOL to http/protobuf, and the endpoint to the port of HTTP (4318 for most collectors).',
  });
}
