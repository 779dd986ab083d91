import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js';
import type { Caller } from '../../../domain/virtualKey.ts';
import type { GatewayContext } from '../../context.ts';
import { scopeOf } from './mcpScope.ts';
import { createMcpServer } from './mcpServer.ts';

/** Answers one HTTP request of an MCP client. */
export async function answerMcp(context: GatewayContext, caller: Caller, request: Request): Promise<Response> {
  const server = createMcpServer(scopeOf(context, caller));
  const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true });
  await server.connect(transport);
  try {
    return await transport.handleRequest(request);
  } finally {
    await server.close();
  }
}
