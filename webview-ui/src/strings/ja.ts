import { common } from './ja/common.ts';
import { destinations } from './ja/destinations.ts';
import { errors } from './ja/errors.ts';
import { keys } from './ja/keys.ts';
import { login } from './ja/login.ts';
import { manage } from './ja/manage.ts';
import { models } from './ja/models.ts';
import { notes } from './ja/notes.ts';
import { overview } from './ja/overview.ts';
import { playground } from './ja/playground.ts';
import { requests } from './ja/requests.ts';
import { routing } from './ja/routing.ts';
import { scores } from './ja/scores.ts';
import { settings } from './ja/settings.ts';
import { speed } from './ja/speed.ts';
import { task } from './ja/task.ts';
import { teams } from './ja/teams.ts';
import { trace } from './ja/trace.ts';
import { traces } from './ja/traces.ts';
import type { Strings } from './strings.ts';

export const ja: Strings = {
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
