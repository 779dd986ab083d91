import { common } from './en/common.ts';
import { login } from './en/login.ts';
import { overview } from './en/overview.ts';
import { requests } from './en/requests.ts';
import { traces } from './en/traces.ts';
import type { Strings } from './strings.ts';

export const en: Strings = {
  ...common,
  ...overview,
  ...requests,
  ...login,
  ...traces,
};
