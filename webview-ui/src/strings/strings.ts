import type { CommonWords } from './words/common.ts';
import type { LoginWords } from './words/login.ts';
import type { OverviewWords } from './words/overview.ts';
import type { RequestWords } from './words/requests.ts';
import type { TracesWords } from './words/traces.ts';

/** Every word that the dashboard shows. A language that lacks one does not compile; each page has a file of its own. */
export interface Strings extends CommonWords, LoginWords, OverviewWords, RequestWords, TracesWords {}
