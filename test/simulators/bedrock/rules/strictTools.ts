import { firstOf, type Rule } from './rule.ts';

/** A tool whose input is held to its schema needs every object in it closed. */
export const strictTools: Rule = (request) =>
  firstOf([...(request.toolConfig?.tools ?? []).entries()], ([at, { toolSpec }]) =>
    toolSpec?.strict === true && !isClosed(toolSpec.inputSchema?.json)
      ? `The model returned the following errors: tools.${at}.custom: For 'object' type, 'additionalProperties' must be explicitly set to false`
      : undefined,
  );

function isClosed(node: unknown): boolean {
  if (typeof node !== 'object' || node === null) return true;
  const open =
    'type' in node &&
    node.type === 'object' &&
    !('additionalProperties' in node && node.additionalProperties === false);
  return !open && Object.values(node).every(isClosed);
}
