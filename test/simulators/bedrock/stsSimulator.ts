import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { authenticate, type SimulatedCredentials } from './authentication.ts';

export interface StsSimulator {
  readonly url: string;
  /** The form fields of each call. */
  readonly calls: readonly Readonly<Record<string, string>>[];
  close(): Promise<void>;
}

export interface StsOptions {
  /** When the sessions that are handed out end, ISO 8601. */
  readonly expiration?: string;
}

/** An STS that hands out the same session to whoever assumes a role, and knows that session's key by name. */
export async function startStsSimulator(
  session: SimulatedCredentials,
  { expiration = '2099-01-01T00:00:00Z' }: StsOptions = {},
): Promise<StsSimulator> {
  const calls: Readonly<Record<string, string>>[] = [];
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const form = Object.fromEntries(new URLSearchParams(body));
    calls.push(form);
    const action = form['Action'] ?? '';
    const refusal = action === 'GetCallerIdentity' ? await refuse(request, body, session) : undefined;
    response.writeHead(refusal === undefined ? 200 : 403, { 'content-type': 'text/xml' });
    response.end(refusal ?? (action === 'GetCallerIdentity' ? CALLER : toXml(action, session, expiration)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const CALLER = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
<Arn>arn:aws:iam::123456789012:user/tester</Arn><UserId>AIDAEXAMPLE</UserId><Account>123456789012</Account>
</GetCallerIdentityResult><ResponseMetadata><RequestId>sts-2</RequestId></ResponseMetadata></GetCallerIdentityResponse>`;

/** STS's refusal of a request that is not signed as it must be. */
async function refuse(
  request: IncomingMessage,
  body: string,
  session: SimulatedCredentials,
): Promise<string | undefined> {
  const refusal = await authenticate(request, body, { credentials: [session], bearerTokens: [] }, 'sts');
  if (refusal === undefined) return undefined;
  return `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>
<Code>${refusal.name}</Code><Message>${refusal.message}</Message></Error><RequestId>sts-3</RequestId></ErrorResponse>`;
}

function toXml(action: string, session: SimulatedCredentials, expiration: string): string {
  return `<${action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><${action}Result><Credentials>
<AccessKeyId>${session.accessKeyId}</AccessKeyId><SecretAccessKey>${session.secretAccessKey}</SecretAccessKey>
<SessionToken>${session.sessionToken ?? ''}</SessionToken><Expiration>${expiration}</Expiration>
</Credentials><AssumedRoleUser><Arn>arn:aws:sts::123456789012:assumed-role/r/s</Arn><AssumedRoleId>A:s</AssumedRoleId></AssumedRoleUser>
</${action}Result><ResponseMetadata><RequestId>sts-1</RequestId></ResponseMetadata></${action}Response>`;
}
