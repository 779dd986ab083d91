import { z } from 'zod';
import { fallbacksBody } from '../../../protocol/routing.ts';
import { spendCapsSchema } from '../../../protocol/spendCaps.ts';
import type { BookedRoute } from '../../routeBook.ts';
import { healthHistoryQuery, healthQuery, testConnectionBody } from '../healthChecks.ts';
import { servicesQuery } from '../healthServices.ts';
import { dailyActivityQuery } from '../spend/dailyActivity.ts';
import { activityQuery, exceptionsQuery } from '../spend/globalActivity.ts';
import { endUsersBody, globalLogsQuery, globalTagsQuery, providerQuery, topQuery } from '../spend/globalSpend.ts';
import { calculateBody } from '../spend/spendCalculate.ts';
import { tagsQuery, usersQuery } from '../spend/spendLists.ts';
import { sessionQuery, spendLogPagesQuery } from '../spend/spendLogPages.ts';
import { spendLogsQuery } from '../spend/spendLogs.ts';
import { reportQuery } from '../spend/spendReport.ts';
import { exportQuery } from '../torii/exportUsage.ts';
import { repriceBody } from '../torii/reprice.ts';
import { areaOf, summaryOf } from './routeSummaries.ts';

type Json = Record<string, unknown>;

/** Queries and bodies by route; the schemas are those that the routes check with. */
const QUERIES: Readonly<Record<string, z.ZodType>> = {
  '/spend/logs': spendLogsQuery,
  '/spend/logs/v2': spendLogPagesQuery,
  '/spend/logs/ui': spendLogPagesQuery,
  '/spend/logs/session/ui': sessionQuery,
  '/spend/users': usersQuery,
  '/spend/tags': tagsQuery,
  '/global/spend/logs': globalLogsQuery,
  '/global/spend/keys': topQuery,
  '/global/spend/models': topQuery,
  '/global/spend/provider': providerQuery,
  '/global/spend/tags': globalTagsQuery,
  '/global/spend/report': reportQuery,
  '/global/activity': activityQuery,
  '/global/activity/model': activityQuery,
  '/global/activity/exceptions': exceptionsQuery,
  '/global/activity/exceptions/deployment': exceptionsQuery,
  '/user/daily/activity': dailyActivityQuery,
  '/user/daily/activity/aggregated': dailyActivityQuery,
  '/team/daily/activity': dailyActivityQuery,
  '/tag/daily/activity': dailyActivityQuery,
  '/customer/daily/activity': dailyActivityQuery,
  '/end_user/daily/activity': dailyActivityQuery,
  '/health': healthQuery,
  '/health/history': healthHistoryQuery,
  '/health/services': servicesQuery,
  '/torii/export/usage.csv': exportQuery,
  '/torii/export/usage.json': exportQuery,
};
const BODIES: Readonly<Record<string, z.ZodType>> = {
  '/spend/calculate': calculateBody,
  '/global/spend/end_users': endUsersBody,
  '/health/test_connection': testConnectionBody,
  '/torii/reprice': repriceBody,
  '/torii/routing/fallbacks': fallbacksBody,
  '/torii/spend-caps': spendCapsSchema,
};

const SECURITY = [{ bearer: [] }, { litellmKey: [] }, { apiKey: [] }];

/** OpenAPI 3.1 of every route that the server has. */
export function toOpenApi(routes: readonly BookedRoute[], version: string): Json {
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = pathOf(route.url);
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: toOperation(route) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Torii', version, description: 'A local gateway to models, compatible with LiteLLM.' },
    servers: [{ url: './' }],
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        litellmKey: { type: 'apiKey', in: 'header', name: 'x-litellm-api-key' },
        apiKey: { type: 'apiKey', in: 'header', name: 'x-api-key' },
      },
    },
    paths,
  };
}

function toOperation({ method, url, open }: BookedRoute): Json {
  const body = method === 'GET' || method === 'DELETE' ? undefined : BODIES[url];
  const content = { 'application/json': { schema: body === undefined ? { type: 'object' } : toSchema(body) } };
  return {
    summary: summaryOf(method, url),
    tags: [areaOf(url)],
    security: open ? [] : SECURITY,
    parameters: [...pathParameters(url), ...queryParameters(method === 'GET' ? QUERIES[url] : undefined)],
    ...(method === 'GET' || method === 'DELETE' ? {} : { requestBody: { content } }),
    responses: { '200': { description: 'OK' }, default: { description: 'An error in the form of OpenAI' } },
  };
}

/** Fastify's `:name` and `*` as OpenAPI writes them. */
export function pathOf(url: string): string {
  return url.replaceAll(/:(\w+)/g, '{$1}').replace(/\*$/, '{path}');
}

function pathParameters(url: string): readonly Json[] {
  const names = [...pathOf(url).matchAll(/\{(\w+)\}/g)].flatMap((match) => match[1] ?? []);
  return names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));
}

function queryParameters(query: z.ZodType | undefined): readonly Json[] {
  if (query === undefined) return [];
  const { properties = {}, required = [] } = z.toJSONSchema(query, { io: 'input', unrepresentable: 'any' });
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
}

function toSchema(schema: z.ZodType): unknown {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
}
