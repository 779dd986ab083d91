import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import type { z } from 'zod';
import { toGatewayError } from '../../../domain/errors.ts';
import type { McpScope } from './mcpScope.ts';
import type { McpTool } from './mcpTool.ts';
import { budgetTool } from './tools/budgetTool.ts';
import { errorsTool } from './tools/errorsTool.ts';
import { modelsTool } from './tools/modelsTool.ts';
import { runningTool } from './tools/runningTool.ts';
import { spendTool } from './tools/spendTool.ts';
import { traceTool } from './tools/traceTool.ts';

const INSTRUCTIONS =
  'Torii is the LLM gateway that this client may itself be using. These tools tell what requests cost, which budgets and models there are, and why a request failed. They change nothing.';

/** A server with all tools, for one caller. */
export function createMcpServer(scope: McpScope): McpServer {
  const { version } = scope.context.identity;
  const server = new McpServer({ name: 'torii', title: 'Torii', version }, { instructions: INSTRUCTIONS });
  addTool(server, scope, spendTool);
  addTool(server, scope, budgetTool);
  addTool(server, scope, modelsTool);
  addTool(server, scope, errorsTool);
  addTool(server, scope, traceTool);
  addTool(server, scope, runningTool);
  return server;
}

function addTool<Input extends z.ZodObject, Output extends z.ZodObject>(
  server: McpServer,
  scope: McpScope,
  tool: McpTool<Input, Output>,
): void {
  const { name, title, description, input, output } = tool;
  const annotations = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false };
  const config = { title, description, inputSchema: input, outputSchema: output, annotations };
  server.registerTool<z.ZodObject, z.ZodObject>(name, config, (given) => answer(scope, tool, given));
}

/** Errors are told to the model, which can do something about them. */
async function answer<Input extends z.ZodObject, Output extends z.ZodObject>(
  scope: McpScope,
  tool: McpTool<Input, Output>,
  given: unknown,
): Promise<CallToolResult> {
  try {
    const structuredContent = await tool.read(scope, tool.input.parse(given));
    return { structuredContent, content: [{ type: 'text', text: JSON.stringify(structuredContent) }] };
  } catch (thrown) {
    return { isError: true, content: [{ type: 'text', text: toGatewayError(thrown).message }] };
  }
}
