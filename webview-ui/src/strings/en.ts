import { common } from './en/common.ts';
import { destinations } from './en/destinations.ts';
import { errors } from './en/errors.ts';
import { keys } from './en/keys.ts';
import { login } from './en/login.ts';
import { manage } from './en/manage.ts';
import { models } from './en/models.ts';
import { notes } from './en/notes.ts';
import { overview } from './en/overview.ts';
import { playground } from './en/playground.ts';
import { requests } from './en/requests.ts';
import { routing } from './en/routing.ts';
import { scores } from './en/scores.ts';
import { settings } from './en/settings.ts';
import { speed } from './en/speed.ts';
import { task } from './en/task.ts';
import { teams } from './en/teams.ts';
import { trace } from './en/trace.ts';
import { traces } from './en/traces.ts';
import type { Strings } from './strings.ts';

export const en: Strings = {
  ...common,
  ...overview,
  ...requests,
  ...notes,
  ...login,
  ...task,
  ...playground,
  ...trace,
  ...traces,
  ...manage,
  ...speed,
  ...models,
  ...routing,
  ...keys,
  ...teams,
  ...errors,
  ...destinations,
  ...scores,
  ...settings,
};
