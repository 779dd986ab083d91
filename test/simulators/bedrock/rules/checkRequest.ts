import type { SimulatedModel } from '../models.ts';
import type { WireRequest } from '../wire.ts';
import { alternatingRoles } from './alternatingRoles.ts';
import { cachePointPlacement } from './cachePointPlacement.ts';
import { cachePoints } from './cachePoints.ts';
import { documents } from './documents.ts';
import { endsWithUser } from './endsWithUser.ts';
import { guardContent } from './guardContent.ts';
import { images } from './images.ts';
import { inferenceLimits } from './inferenceLimits.ts';
import { knownFields } from './knownFields.ts';
import { messagesPresent } from './messagesPresent.ts';
import { modelFields } from './modelFields.ts';
import { noBlankText } from './noBlankText.ts';
import { noTrailingWhitespace } from './noTrailingWhitespace.ts';
import { firstOf, type Rule } from './rule.ts';
import { startsWithUser } from './startsWithUser.ts';
import { strictTools } from './strictTools.ts';
import { systemSupported } from './systemSupported.ts';
import { thinkingHistory } from './thinkingHistory.ts';
import { thinkingParameters } from './thinkingParameters.ts';
import { toolChoiceValid } from './toolChoiceValid.ts';
import { toolConfigPresent } from './toolConfigPresent.ts';
import { toolNames } from './toolNames.ts';
import { toolResultsMatch } from './toolResultsMatch.ts';
import { toolSchema } from './toolSchema.ts';
import { toolsSupported } from './toolsSupported.ts';
import { toolUseIds } from './toolUseIds.ts';
import { wellFormedText } from './wellFormedText.ts';

const RULES: readonly Rule[] = [
  knownFields,
  messagesPresent,
  startsWithUser,
  alternatingRoles,
  endsWithUser,
  noBlankText,
  noTrailingWhitespace,
  toolConfigPresent,
  toolsSupported,
  toolNames,
  toolSchema,
  toolChoiceValid,
  toolUseIds,
  toolResultsMatch,
  cachePoints,
  cachePointPlacement,
  inferenceLimits,
  thinkingParameters,
  thinkingHistory,
  images,
  documents,
  modelFields,
  guardContent,
  wellFormedText,
  systemSupported,
  strictTools,
];

/** The first refusal of a request, in the service's words; undefined where it would be served. */
export function checkRequest(request: WireRequest, model: SimulatedModel): string | undefined {
  return firstOf(RULES, (rule) => rule(request, model));
}
