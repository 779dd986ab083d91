import { isObject } from '../../domain/json.ts';
import type { GatewaySettings } from '../../domain/settings.ts';
import type { MetricChoice } from './metricBook.ts';

const CALLBACK = 'prometheus';

export interface MetricSettings {
  readonly choice: MetricChoice;
  /** LiteLLM keeps the end user out of metrics unless it is asked for: there is no end of them. */
  readonly namesEndUser: boolean;
}

export function isPrometheusOn({ callbacks }: GatewaySettings): boolean {
  return callbacks.success.includes(CALLBACK) || callbacks.failure.includes(CALLBACK);
}

/** `prometheus_metrics_config` and `enable_end_user_cost_tracking_prometheus_only` of `litellm_settings`. */
export function readMetricSettings({ document }: GatewaySettings): MetricSettings {
  const section = document['litellm_settings'];
  const settings = isObject(section) ? section : {};
  return {
    choice: readChoice(settings['prometheus_metrics_config']),
    namesEndUser: settings['enable_end_user_cost_tracking_prometheus_only'] === true,
  };
}

/** A list of `{ group, metrics, include_labels? }`; of a metric in several entries the last counts. */
function readChoice(written: unknown): MetricChoice {
  if (!Array.isArray(written)) return undefined;
  const entries = written.filter(isObject).flatMap((entry) => {
    const labels = entry['include_labels'];
    const wanted = Array.isArray(labels) ? new Set(labels.map(String)) : undefined;
    const metrics = entry['metrics'];
    return Array.isArray(metrics) ? metrics.map((name) => [String(name), wanted] as const) : [];
  });
  return entries.length === 0 ? undefined : new Map(entries);
}
