import { blocksOf, type WireBlock } from '../wire.ts';
import { firstOf, type Rule } from './rule.ts';

const LARGEST = 5 * 1024 * 1024;
const FORMATS = new Set(['png', 'jpeg', 'gif', 'webp']);

export const images: Rule = (request, model) => {
  const blocks = blocksOf(request).flatMap(({ block, path }) => [
    { block, path, inResult: false },
    ...(block.toolResult?.content ?? []).map((inner, at) => ({
      block: inner,
      path: `${path}.toolResult.content.${at}`,
      inResult: true,
    })),
  ]);
  return firstOf(blocks, ({ block, path, inResult }) => {
    if (block.image === undefined) return undefined;
    if (!model.images) return "This model doesn't support the image content block that you provided.";
    if (inResult && !model.imagesInToolResults) return `This model doesn't support images in tool results at ${path}.`;
    return checkImage(block, path);
  });
};

function checkImage(block: WireBlock, path: string): string | undefined {
  const { format, source } = block.image ?? {};
  if (format === undefined || !FORMATS.has(format)) {
    return `1 validation error detected: Value '${format}' at '${path}.image.format' failed to satisfy constraint: Member must satisfy enum value set: [gif, jpeg, png, webp]`;
  }
  const bytes = source?.bytes;
  if (bytes !== undefined && bytes.length > LARGEST) {
    return `The model returned the following errors: ${path}.image.source.base64: image exceeds 5 MB maximum: ${bytes.length} bytes > ${LARGEST} bytes`;
  }
  return bytes === undefined || bytes === '' || !/^[A-Za-z0-9+/]+={0,2}$/.test(bytes)
    ? `The model returned the following errors: ${path}.image.source.base64: invalid base64 data`
    : undefined;
}
