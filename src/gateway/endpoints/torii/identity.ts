import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { IDENTITY_PATH, type Identity } from '../../../protocol/api.ts';
import type { GatewayContext } from '../../context.ts';
import { identityProof } from '../../digest.ts';
import { readQuery } from '../../readQuery.ts';

const nonceSchema = z.object({ nonce: z.string().regex(/^[0-9a-f]{32,128}$/i, 'must be 32 to 128 hex digits') });

/** The challenge by which a window finds out who holds the port. Open: whoever asks knows no more afterwards. */
export function registerIdentity(server: FastifyInstance, context: GatewayContext): void {
  server.get(IDENTITY_PATH, { config: { open: true } }, (request): Identity => {
    const { nonce } = readQuery(nonceSchema, request);
    const { version, runsIn, homeKey } = context.identity;
    const proof = identityProof(homeKey, nonce, request.socket.localPort ?? 0);
    return { product: 'torii', version, runsIn, proof };
  });
}
