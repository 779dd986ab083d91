import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { signatureFault } from '../aws/verifySignature.ts';
import type { SimulatedCredentials } from '../bedrock/authentication.ts';

export interface S3Simulator {
  /** What goes into `AWS_ENDPOINT_URL_S3`; buckets are the first part of the path. */
  readonly url: string;
  /** By bucket and key. */
  readonly objects: ReadonlyMap<string, string>;
  close(): Promise<void>;
}

export interface S3Options {
  readonly credentials: SimulatedCredentials;
  /** Region of the buckets. */
  readonly region: string;
  /** Other regions are answered with a redirect, as by S3's regional endpoints, in place of a refusal. */
  readonly redirects?: boolean;
  /** Nobody may write. */
  readonly denied?: boolean;
}

/** A strict S3 that takes uploads signed for the region of its buckets. */
export async function startS3Simulator(options: S3Options): Promise<S3Simulator> {
  const objects = new Map<string, string>();
  const server = createServer(async (request, response) => {
    const body = await buffer(request);
    const fault = faultOf(request, body, options);
    if (fault !== undefined) return refuse(response, fault);
    objects.set(decodeURIComponent(request.url ?? '').slice(1), body.toString());
    response.writeHead(200).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    objects,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

interface Fault {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

function faultOf(request: IncomingMessage, body: Buffer, options: S3Options): Fault | undefined {
  const { credentials, denied, region } = options;
  if (request.method !== 'PUT') return { status: 405, code: 'MethodNotAllowed', message: 'Not here.' };
  const asked = /Credential=[^/]+\/\d+\/([^/]+)\/s3\//.exec(request.headers.authorization ?? '')?.[1];
  if (asked !== undefined && asked !== region) {
    if (options.redirects === true) {
      const endpoint = `bucket.s3.${region}.amazonaws.com`;
      return {
        status: 301,
        code: 'PermanentRedirect',
        message: `Use the endpoint.</Message><Endpoint>${endpoint}</Endpoint><Message>`,
      };
    }
    const message = `The authorization header is malformed; the region '${asked}' is wrong; expecting '${region}'`;
    return { status: 400, code: 'AuthorizationHeaderMalformed', message };
  }
  const fault = signatureFault(request, body, {
    credentials,
    service: 's3',
    region,
    signed: ['content-type', 'x-amz-content-sha256'],
  });
  if (fault !== undefined) return { status: 403, code: 'SignatureDoesNotMatch', message: fault };
  return denied === true ? { status: 403, code: 'AccessDenied', message: 'Access Denied' } : undefined;
}

function refuse(response: ServerResponse, { status, code, message }: Fault): void {
  response.writeHead(status, { 'content-type': 'application/xml' });
  response.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`);
}
