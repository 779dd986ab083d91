import type { TextPart } from './chat.ts';

/** Text that a guardrail is to look at; where a request has some, the guardrail skips the rest (Bedrock's `guardContent`). */
export interface GuardedText extends TextPart {
  readonly guarded: true;
}

export function toGuardedText(part: TextPart): GuardedText {
  return { ...part, guarded: true };
}

export function isGuardedText(part: object): part is GuardedText {
  return 'guarded' in part && part.guarded === true;
}
