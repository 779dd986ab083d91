import type { TaskSummaryView } from '../../../src/protocol/api.ts';
import type { Formatter } from '../format/formatter.ts';
import type { Strings } from '../strings/strings.ts';
import { clientName } from './requestFacts.ts';

/** What names a task. Gateways of older versions give no more than the title. */
export interface Titled extends Pick<TaskSummaryView, 'title' | 'client'> {
  readonly titleFrom?: TaskSummaryView['titleFrom'] | undefined;
  /** Epoch ms. */
  readonly firstAt?: number | undefined;
}

interface Words {
  readonly strings: Pick<Strings, 'traces'>;
  readonly format: Pick<Formatter, 'moment'>;
  readonly now: () => number;
}

/** What the user asked; where that is not kept, who worked and since when, on the reader's own clock. */
export function taskTitle({ title, titleFrom, client, firstAt }: Titled, { strings, format, now }: Words): string {
  if (titleFrom !== 'client' || firstAt === undefined) return title;
  const who = client === null || client === '' ? strings.traces.unknownClient : clientName(client);
  return strings.traces.untitled(who, format.moment(firstAt, now()));
}
