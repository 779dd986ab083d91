const REGION_PREFIX = /^(?:us|eu|apac|jp|au|ca|sa|me|af|global|us-gov)\./;
const VENDOR_PREFIX = /^(?:anthropic|amazon|meta|mistral|cohere|ai21|deepseek|openai|qwen|stability|writer)\./;
const VERSION_SUFFIX = /(?:-\d{8})?(?:-v\d+)?(?::\d+)*$/;

/** An upstream model's id without what Bedrock puts around the name: `us.anthropic.claude-3-7-sonnet-20250219-v1:0` is `claude-3-7-sonnet`. */
export function shortModelName(model: string): string {
  const name = model.split('/').at(-1) ?? model;
  const short = name.replace(REGION_PREFIX, '').replace(VENDOR_PREFIX, '').replace(VERSION_SUFFIX, '');
  return short === '' ? model : short;
}
