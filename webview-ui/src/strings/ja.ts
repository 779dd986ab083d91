import { common } from './ja/common.ts';
import { login } from './ja/login.ts';
import { overview } from './ja/overview.ts';
import { requests } from './ja/requests.ts';
import { traces } from './ja/traces.ts';
import type { Strings } from './strings.ts';

export const ja: Strings = {
  ...common,
  ...overview,
  ...requests,
  ...login,
  ...traces,
};
