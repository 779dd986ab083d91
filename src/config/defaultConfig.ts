/** The config that is written at first start: it needs no account, and teaches by its comments. Same as examples/demo.yaml. */
export function defaultConfigText(): string {
  return `# Torii's config. It has the form of LiteLLM's config.yaml, and a LiteLLM config works here as it is.
# Save the file and the gateway takes it over at once; while it has errors, the last good one stays in force.
#
# These models are played by Torii itself: no account, no network, no real cost. Try them, then replace them by
# your own. Ready configs for Amazon Bedrock and for OpenAI-compatible servers stand beside this one in \`examples/\`.

model_list:
  # Clients ask for a model_name. Several entries with the same model_name share its load: they are a model group.
  - model_name: demo-chat
    litellm_params:
      model: demo/chat # provider/model
      # Prices in USD per token: here $3 and $15 per million. They give the costs on the dashboard. For well-known
      # models Torii knows the prices itself.
      input_cost_per_token: 0.000003
      output_cost_per_token: 0.000015
      cache_read_input_token_cost: 0.0000003
      cache_creation_input_token_cost: 0.00000375

  # This one always fails with status 503. Ask for it and demo-chat answers (see \`fallbacks\` below); the trace of the
  # request shows both attempts.
  - model_name: demo-fallback
    litellm_params:
      model: demo/fails
      input_cost_per_token: 0.000003
      output_cost_per_token: 0.000015

  - model_name: demo-embedding
    litellm_params:
      model: demo/embedding
      input_cost_per_token: 0.0000001
      output_cost_per_token: 0
    model_info:
      mode: embedding

litellm_settings:
  # When every deployment of a group has failed, these groups are asked, in this order.
  fallbacks:
    - demo-fallback: [demo-chat]
  # Parameters that a model does not know are left out, instead of refusing the request.
  drop_params: true

router_settings:
  num_retries: 1 # tries after the first one, before the fallbacks
  timeout: 60 # seconds

# Secrets do not belong into this file. Put them into a file named \`.env\` beside it and name them here, anywhere:
#   api_key: os.environ/OPENAI_API_KEY
`;
}
