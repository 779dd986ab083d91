import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { SimulatedCredentials } from './authentication.ts';

export interface StsSimulator {
  readonly url: string;
  /** The form fields of each call. */
  readonly calls: readonly Readonly<Record<string, string>>[];
  close(): Promise<void>;
}

/** An STS that hands out the same session to whoever assumes a role. */
export async function startStsSimulator(session: SimulatedCredentials): Promise<StsSimulator> {
  const calls: Readonly<Record<string, string>>[] = [];
  const server = createServer(async (request, response) => {
    const form = Object.fromEntries(new URLSearchParams(await text(request)));
    calls.push(form);
    response.writeHead(200, { 'content-type': 'text/xml' });
    response.end(toXml(form['Action'] ?? '', session));
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

function toXml(action: string, session: SimulatedCredentials): string {
  return `<${action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><${action}Result><Credentials>
<AccessKeyId>${session.accessKeyId}</AccessKeyId><SecretAccessKey>${session.secretAccessKey}</SecretAccessKey>
<SessionToken>${session.sessionToken ?? ''}</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration>
</Credentials><AssumedRoleUser><Arn>arn:aws:sts::123456789012:assumed-role/r/s</Arn><AssumedRoleId>A:s</AssumedRoleId></AssumedRoleUser>
</${action}Result><ResponseMetadata><RequestId>sts-1</RequestId></ResponseMetadata></${action}Response>`;
}
