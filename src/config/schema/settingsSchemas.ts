import { z } from 'zod';
import { discounts, margins } from './costFields.ts';
import { errorPolicy } from './errorPolicyField.ts';
import { aliasField, reliabilityShape } from './fallbackFields.ts';
import { amount, anyMap, duration, flag, kept, section, text, textList, textMap } from './fields.ts';
import { metricChoice } from './metricFields.ts';
import { mlflowSchema } from './mlflowFields.ts';
import { networkShape } from './networkFields.ts';

export const ROUTING_STRATEGIES = [
  'simple-shuffle',
  'least-busy',
  'usage-based-routing',
  'usage-based-routing-v2',
  'latency-based-routing',
  'cost-based-routing',
] as const;

const retryPolicySchema = errorPolicy('Retries', 'Tries after the first one, by kind of error.');

export const litellmSettingsSchema = section(
  {
    ...reliabilityShape,
    num_retries: amount('Tries after the first one, within a model group (2).'),
    request_timeout: amount('Seconds for one attempt (6000). `router_settings.timeout` wins.'),
    allowed_fails: amount('Failures within the cooldown time before a deployment is left alone.'),
    drop_params: flag('Drop parameters that a model does not take, instead of refusing the request.'),
    callbacks: textList('Observers of every call, e.g. langfuse.'),
    success_callback: textList('Observers of calls that succeeded.'),
    failure_callback: textList('Observers of calls that failed.'),
    model_alias_map: textMap('Other names for model groups.'),
    ssl_verify: networkShape.ssl_verify,
    ssl_certificate: networkShape.ssl_certificate,
    default_key_generate_params: anyMap('Fields of new keys that do not set them.'),
    upperbound_key_generate_params: anyMap('Largest limits that a new or changed key may have.'),
    key_generation_settings: anyMap('Who may make keys for teams and for themselves, and which fields they must set.'),
    default_team_params: anyMap('Fields of new teams that do not set them.'),
    default_internal_user_params: anyMap('Fields of new internal users that do not set them.'),
    max_budget: amount('What everything together may cost, in USD. Also torii_settings.budgets.global.'),
    budget_duration: duration('When that budget begins again, e.g. 1d, 7d, 30d.'),
    max_end_user_budget: amount(
      'What a customer (the `user` of a request) without limits of its own may cost, in USD.',
    ),
    timezone: text('Zone in which budgets begin again, e.g. Asia/Tokyo (UTC).'),
    turn_off_message_logging: flag('Keep no prompts and answers, whatever else is set (false).'),
    langfuse_default_tags: textList('Facts of a call that become tags in Langfuse, e.g. user_api_key_alias.'),
    disable_add_user_agent_to_request_tags: flag("Make no tags of the client's User-Agent (false)."),
    redact_user_api_key_info: flag('Leave out of exported traces whose key, user and team a call was (false).'),
    require_auth_for_metrics_endpoint: flag('Ask for a key at `/metrics` (true).'),
    enable_end_user_cost_tracking_prometheus_only: flag('Name end users in the labels of metrics (false).'),
    prometheus_metrics_config: metricChoice,
    cost_discount_config: discounts,
    cost_margin_config: margins,
    mlflow: mlflowSchema,
    ...kept(
      'modify_params',
      'cache',
      'cache_params',
      'service_callbacks',
      'json_logs',
      'set_verbose',
      'default_team_settings',
      'max_end_user_budget_id',
      'enable_json_schema_validation',
      'network_mock',
      'telemetry',
      'forward_traceparent_to_llm_provider',
      'audit_log_callbacks',
      'store_audit_logs',
      'disable_end_user_cost_tracking',
      'priority_reservation',
      'mcp_aliases',
    ),
  },
  'Settings of all calls.',
);

export const routerSettingsSchema = section(
  {
    ...reliabilityShape,
    routing_strategy: z
      .enum(ROUTING_STRATEGIES, { error: `one of ${ROUTING_STRATEGIES.join(', ')}` })
      .optional()
      .describe('How a deployment of a model group is chosen (simple-shuffle).'),
    num_retries: amount('Tries after the first one, within a model group (2).'),
    retry_after: amount('Seconds to wait at least before another try (0).'),
    timeout: amount('Seconds for one attempt.'),
    stream_timeout: amount('Seconds for one streamed attempt.'),
    allowed_fails: amount('Failures within the cooldown time before a deployment is left alone.'),
    cooldown_time: amount('Seconds during which a failing deployment is left alone (5).'),
    disable_cooldowns: flag('Never leave a failing deployment alone.'),
    max_fallbacks: amount('Fallbacks of fallbacks that are followed (5).'),
    model_group_alias: aliasField,
    enable_pre_call_checks: flag('Skip deployments whose context is too short for the prompt.'),
    default_litellm_params: anyMap('`litellm_params` for deployments that lack them.'),
    default_max_parallel_requests: amount('`max_parallel_requests` for deployments that lack it.'),
    routing_strategy_args: section(
      {
        ttl: amount('Seconds for which a measured latency counts (3600).'),
        lowest_latency_buffer: amount('Share by which a deployment may be slower than the fastest one (0).'),
      },
      'Details of latency-based-routing.',
    ).optional(),
    retry_policy: retryPolicySchema.optional(),
    model_group_retry_policy: z
      .record(z.string(), retryPolicySchema, { error: 'a map from a model group to a retry policy' })
      .optional()
      .describe('retry_policy of single model groups; wins over the general one.'),
    allowed_fails_policy: errorPolicy('AllowedFails', 'allowed_fails by kind of error.').optional(),
    enable_tag_filtering: flag('Choose deployments by the tags of a request (false).'),
    tag_filtering_match_any: flag('One common tag is enough (true); false: the deployment needs all of them.'),
    enable_weighted_failover: flag('Try the other deployments of a group, once each, before its fallbacks (false).'),
    ...kept(
      'optional_pre_call_checks',
      'routing_groups',
      'deployment_affinity_ttl_seconds',
      'redis_host',
      'redis_port',
      'redis_password',
      'redis_url',
      'cache_responses',
      'caching_groups',
      'client_ttl',
      'cache_kwargs',
      'debug_level',
      'set_verbose',
      'alerting_config',
      'router_general_settings',
      'ignore_invalid_deployments',
      'search_tools',
      'guardrail_list',
    ),
  },
  'How requests are spread, retried and sent elsewhere. Wins over litellm_settings.',
);

export const generalSettingsSchema = section(
  {
    master_key: text('Key of the administrator; begins with sk-. Also read from LITELLM_MASTER_KEY.'),
    store_prompts_in_spend_logs: flag('Keep prompts and answers with the spend log (false).'),
    maximum_spend_logs_retention_period: duration(
      'Age at which rows of the spend log are removed, e.g. 90d; sums stay.',
    ),
    maximum_spend_logs_retention_interval: duration('How often that is done (1d).'),
    max_request_size_mb: amount('Largest body of a request, in MB (100).'),
    allowed_ips: textList('Addresses that may call. Without it, all may.'),
    use_x_forwarded_for: flag('Take the address for `allowed_ips` from x-forwarded-for, as behind a proxy (false).'),
    allowed_routes: textList('Routes that exist for clients; a `*` at the end stands for all that begins so.'),
    admin_only_routes: textList('Routes that only administrators may call.'),
    public_routes: textList('Routes that need no key. Whoever calls them without one may do no more than call models.'),
    litellm_key_header_name: text('Header that is looked at first for the key.'),
    user_header_name: text('Header that names the end user, whatever the body says.'),
    enforce_user_param: flag('Refuse requests to models that do not name their end user (false).'),
    max_parallel_requests: amount('`max_parallel_requests` for deployments that lack it.'),
    global_max_parallel_requests: amount('Requests that may run at once, all callers together.'),
    ...kept(
      'database_url',
      'store_model_in_db',
      'disable_spend_logs',
      'disable_error_logs',
      'max_response_size_mb',
      'reject_clientside_metadata_tags',
      'forward_client_headers_to_llm_api',
      'alerting',
      'alerting_threshold',
      'alert_types',
      'alerting_args',
      'background_health_checks',
      'health_check_interval',
      'health_check_details',
      'pass_through_endpoints',
      'completion_model',
      'infer_model_from_keys',
      'proxy_batch_write_at',
      'proxy_budget_rescheduler_min_time',
      'proxy_budget_rescheduler_max_time',
      'user_api_key_cache_ttl',
      'cancel_on_disconnect',
      'fail_closed_budget_enforcement',
      'always_include_stream_usage',
      'ui_access_mode',
      'custom_auth',
      'enable_jwt_auth',
      'database_connection_pool_limit',
      'database_connection_timeout',
      'allow_requests_on_db_unavailable',
      'key_management_system',
      'allow_user_auth',
      'service_account_settings',
      'disable_master_key_return',
    ),
  },
  'Settings of the gateway itself.',
);
